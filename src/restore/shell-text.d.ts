// The text of a shell script, as Vite hands it out.
declare module '*.sh?raw' {
  const text: string;
  export default text;
}

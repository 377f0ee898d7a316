// A worker within the script that starts it, as Vite makes it: the page asks its server for nothing once it has loaded, and
// from file:// there would be nothing to ask for.
declare module '*.worker.ts?worker&inline' {
  const InlineWorker: new () => Worker;
  export default InlineWorker;
}

export function findProgram(...wanted: string[]): string | undefined;
export function findChromium(): string | undefined;

export function findProgram(...wanted: string[]): string | undefined;
export function findChromium(): string | undefined;
export function askedFor(variable: string): string | undefined;
export function canRun(file: string): boolean;

// A run's own name: random, so that no other run, and no entry of an archive, bears it.

const pattern = /^[0-9a-f]{16}$/;

export function newRunId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function isRunId(value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value);
}

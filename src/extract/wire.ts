// Errors across the worker line. Comlink passes on an Error's name and message and drops every other field, so the code and
// facts of an ExtractError would be lost: this teaches it to keep them. Both sides call it once, before the first call.
import { transferHandlers } from 'comlink';
import { ExtractError, type Problem } from '../problems/extract-error.ts';

interface Thrown {
  readonly value: unknown;
}

interface Wired {
  readonly problem: Problem | null;
  readonly rest: unknown;
}

function isThrown(value: unknown): value is Thrown {
  return typeof value === 'object' && value !== null && 'value' in value;
}

function isWired(value: unknown): value is Wired {
  return typeof value === 'object' && value !== null && 'problem' in value && 'rest' in value;
}

export function toProblem(error: ExtractError): Problem {
  return { code: error.code, where: error.where };
}

/** As comlink brings it. Taken once, so that calling twice wraps nothing twice. */
const plain = transferHandlers.get('throw');

export function keepErrorCodes(): void {
  if (plain === undefined) throw new Error('comlink has no handler for errors');
  transferHandlers.set('throw', {
    canHandle: (value): value is unknown => plain.canHandle(value),
    serialize(thrown: unknown): [Wired, Transferable[]] {
      if (isThrown(thrown) && thrown.value instanceof ExtractError)
        return [{ problem: toProblem(thrown.value), rest: null }, []];
      const [rest, transferables] = plain.serialize(thrown);
      return [{ problem: null, rest }, transferables];
    },
    deserialize(wired: unknown): unknown {
      if (!isWired(wired)) throw new Error('an error arrived in an unknown form');
      if (wired.problem !== null) throw new ExtractError(wired.problem.code, wired.problem.where);
      return plain.deserialize(wired.rest);
    },
  });
}

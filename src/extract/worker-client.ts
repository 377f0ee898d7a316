// The page's end of the line: starts the worker, turns callbacks into ports, and settles every call when the worker dies
// (comlink by itself waits for ever).
import { proxy, wrap } from 'comlink';
import { ExtractError } from '../problems/extract-error.ts';
import { outputLock } from '../sink/place/output-lock.ts';
import workerUrl from './extract.worker.ts?worker&url';
import type { ExtractWorkerApi } from './worker-api.ts';
import { keepErrorCodes } from './wire.ts';

export { downloadMs } from './entry-access-api.ts';

export interface WorkerClient extends ExtractWorkerApi {
  /** Called once if the worker dies. */
  onDeath(listener: (error: ExtractError) => void): void;
  dispose(): void;
}

keepErrorCodes();

/** Name of this page, under which it holds a lock as long as it is open: outputs that wait for their download are its own. */
export const thisPage = randomName();

/** `randomUUID` would do, but is not there on a page that came by plain http, which can still save into memory. */
function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('-');
}

/**
 * Keeps output files as long as this page is open: its own, before it makes any, and those of another page whose run it goes on
 * with.
 */
export function holdOutputs(page = thisPage): void {
  if ('locks' in navigator) void navigator.locks.request(outputLock(page), () => new Promise(() => undefined));
}

/** Made once: a page may start several workers, but its policy lets it say only once which URL is to be trusted. */
const trustedUrl = trusted(workerUrl);

export function createWorkerClient(): WorkerClient {
  // The development server hands out modules; what is built is one classic script, as modules do not start from file://.
  const worker = new Worker(trustedUrl, { name: 'extract', type: import.meta.env.DEV ? 'module' : 'classic' });
  const remote = wrap<ExtractWorkerApi>(worker);
  const listeners: ((error: ExtractError) => void)[] = [];
  const death = new Promise<never>((_, reject) => {
    const die = (event: Event): void => {
      // Told by the page, in its log with what the browser knows: an error object does not come out of a worker.
      event.preventDefault();
      const cause = event instanceof ErrorEvent ? causeOf(event) : undefined;
      const error = new ExtractError('worker-died', {}, cause);
      reject(error);
      for (const listener of listeners.splice(0)) listener(error);
    };
    worker.addEventListener('error', die);
    worker.addEventListener('messageerror', die);
  });
  // Met by whoever is waiting for a call; when nobody is, the listeners hear of it.
  death.catch(() => undefined);
  const orDeath = <T>(call: Promise<T>): Promise<T> => Promise.race([call, death]);

  return {
    survey: (files, folders) => orDeath(remote.survey(files, folders)),
    open: (id, options, onProgress) => orDeath(remote.open(id, options, proxy(onProgress))),
    unlock: (password, onProgress) => orDeath(remote.unlock(password, proxy(onProgress))),
    listEntries: () => orDeath(remote.listEntries()),
    choose: (preset) => orDeath(remote.choose(preset)),
    surveyFolder: (folder, choices) => orDeath(remote.surveyFolder(folder, choices)),
    extract: (target, choices, onUpdate) => orDeath(remote.extract(target, choices, proxy(onUpdate))),
    keepHandles: (handles) => orDeath(remote.keepHandles(handles)),
    unfinishedRuns: () => orDeath(remote.unfinishedRuns()),
    verifyRun: (runId, folder) => orDeath(remote.verifyRun(runId, folder)),
    recognise: (runId, folder) => orDeath(remote.recognise(runId, folder)),
    continueRun: (runId, folder, onUpdate) => orDeath(remote.continueRun(runId, folder, proxy(onUpdate))),
    forgetRun: (runId, folder) => orDeath(remote.forgetRun(runId, folder)),
    answer: (answer) => orDeath(remote.answer(answer)),
    replacePart: (file) => orDeath(remote.replacePart(file)),
    tidy: () => orDeath(remote.tidy()),
    forgetOutput: () => orDeath(remote.forgetOutput()),
    restoreScript: () => orDeath(remote.restoreScript()),
    list: (kind) => orDeath(remote.list(kind)),
    hashParts: (onProgress) => orDeath(remote.hashParts(proxy(onProgress))),
    cancelHashing: () => orDeath(remote.cancelHashing()),
    readCard: () => orDeath(remote.readCard()),
    preview: (ordinal) => orDeath(remote.preview(ordinal)),
    saveEntry: (ordinal, target, onProgress) => orDeath(remote.saveEntry(ordinal, target, proxy(onProgress))),
    stopSaving: () => orDeath(remote.stopSaving()),
    listDatabases: () => orDeath(remote.listDatabases()),
    listTables: (key, onProgress) => orDeath(remote.listTables(key, proxy(onProgress))),
    exportDatabase: (order, onProgress) => orDeath(remote.exportDatabase(order, proxy(onProgress))),
    cancelDatabase: () => orDeath(remote.cancelDatabase()),
    forgetDatabase: () => orDeath(remote.forgetDatabase()),
    pause: () => orDeath(remote.pause()),
    resume: () => orDeath(remote.resume()),
    cancel: () => orDeath(remote.cancel()),
    onDeath(listener) {
      listeners.push(listener);
    },
    dispose() {
      worker.terminate();
    },
  };
}

function causeOf({ error, message }: ErrorEvent): unknown {
  return error ?? new Error(message);
}

/** Not in TypeScript's library yet, nor in every browser. The "string" is a TrustedScriptURL, which only browsers look at. */
declare const trustedTypes: { createPolicy(name: string, rules: ScriptUrlRules): ScriptUrlRules } | undefined;

interface ScriptUrlRules {
  createScriptURL(url: string): string;
}

/** The page enforces Trusted Types, which want to hear that this URL, and no other, may become a worker. */
function trusted(url: string): string {
  if (typeof trustedTypes === 'undefined') return url;
  return trustedTypes.createPolicy('unstow-worker', { createScriptURL: () => url }).createScriptURL(url);
}

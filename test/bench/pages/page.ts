// The bench's own page: hands what Node asks for to a worker, where the measuring happens. The folder comes from the real
// picker, by a click on the button; archives and plain bytes come through the file input.
import { wrap } from 'comlink';
import type { BareWay, PlainFile } from './bare.ts';
import type { BenchWorkerApi } from './worker.ts';

const worker = wrap<BenchWorkerApi>(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }));
const input = element('#file', HTMLInputElement);
let folder: FileSystemDirectoryHandle | null = null;

element('#pick', HTMLButtonElement).addEventListener('click', () => {
  void window.showDirectoryPicker({ mode: 'readwrite' }).then((picked) => {
    folder = picked;
  });
});

function element<T extends Element>(selector: string, type: new () => T): T {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`no ${selector}`);
  return found;
}

function chosenFile(): File {
  const file = input.files?.[0];
  if (file === undefined) throw new Error('no file was chosen');
  return file;
}

const bench = {
  aesThroughput: worker.aesThroughput,
  decodeAll: (password: string) => worker.decodeAll(chosenFile(), password),
  /** Writes one file of so many bytes into the picked folder. */
  writeOneFile: async (size: number) => {
    if (folder === null) throw new Error('no folder was picked');
    return worker.writeOneFile(folder, size);
  },
  /** Writes the files, whose plain bytes are in the chosen file, into a new directory of the picked folder. */
  writeBare: async (directory: string, files: readonly PlainFile[], way: BareWay) => {
    if (folder === null) throw new Error('no folder was picked');
    return worker.writeBare(await folder.getDirectoryHandle(directory, { create: true }), chosenFile(), files, way);
  },
};

declare global {
  interface Window {
    bench: typeof bench;
  }
}

window.bench = bench;

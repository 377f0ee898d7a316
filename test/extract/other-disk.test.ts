// F-12: the disk of the folder is taken out and another comes up in its place, which takes files just as well. Nothing that
// went there counts as written.
import { expect, test } from 'vitest';
import { Session } from '../../src/extract/session.ts';
import type { ExistingPolicy } from '../../src/extract/worker-api.ts';
import { isOfMarker } from '../../src/journal/run-marker.ts';
import { FakeDisk, type DirectoryNode, type FakeOperation, type FileNode } from '../support/fake-disk.ts';
import { FakeDirectoryHandle } from '../support/fake-handles.ts';
import { sumsHere } from '../support/sums-here.ts';
import { MemoryStore } from '../journal/runs.ts';
import { writeJpa, type JpaEntry } from '../support/write-jpa.ts';
import { into, jpaFile, opened, usual } from './session-files.ts';

/** A folder whose disk can be exchanged for an empty one, and put back. */
class Slot {
  readonly #disk: FakeDisk;
  #first: Map<string, FileNode | DirectoryNode> | null = null;
  readonly handle: FileSystemDirectoryHandle;
  begun = 0;

  /** @param onCall called at every operation on anything but the marker of the run */
  constructor(onCall: (slot: Slot, operation: FakeOperation) => void) {
    this.#disk = new FakeDisk({
      fault: (operation, path) => {
        if (isOfMarker(path)) return undefined;
        if (operation === 'createWritable') this.begun += 1;
        onCall(this, operation);
        return undefined;
      },
    });
    this.handle = new FakeDirectoryHandle(this.#disk, [], 'site') as unknown as FileSystemDirectoryHandle;
  }

  get isExchanged(): boolean {
    return this.#first !== null;
  }

  exchange(): void {
    const { children } = this.#disk.root;
    this.#first = new Map(children);
    children.clear();
  }

  putBack(): void {
    const { children } = this.#disk.root;
    children.clear();
    for (const [name, node] of this.#first ?? []) children.set(name, node);
    this.#first = null;
  }

  /** Paths of all files with what they hold. */
  files(): Record<string, string> {
    const found: Record<string, string> = {};
    const visit = ({ children }: DirectoryNode, above: string): void => {
      for (const [name, node] of children)
        if (node.kind === 'directory') visit(node, `${above}${name}/`);
        else found[above + name] = new TextDecoder().decode(node.bytes);
    };
    visit(this.#disk.root, '');
    return found;
  }
}

const count = 300;

interface TextEntry extends JpaEntry {
  readonly path: string;
  readonly content: string;
}

function site(path: (number: number) => string): TextEntry[] {
  return Array.from({ length: count }, (_, number) => ({ path: path(number), content: `content ${number}` }));
}

function contents(entries: readonly TextEntry[]): Record<string, string> {
  return Object.fromEntries(entries.map(({ path, content }) => [path, content]));
}

/** Runs; puts the first disk back as soon as it is asked for, and tries all again that is asked about. */
async function run(slot: Slot, entries: readonly JpaEntry[], existing: ExistingPolicy = 'overwrite') {
  const session = await opened([jpaFile({ entries })], undefined, new Session(new MemoryStore(), sumsHere));
  const asked = new Set<string>();
  const outcome = await session.extract(into(slot, existing), usual, ({ held }) => {
    if (held === null) return;
    asked.add(held.problem.code);
    if (held.problem.code === 'folder-changed' && slot.isExchanged) slot.putBack();
    void session.answer('retry');
  });
  return { outcome, asked };
}

/** Cannot be read behind this offset. */
class FailingFile extends File {
  failsFrom = Infinity;

  override slice(start = 0, end = this.size, type?: string): Blob {
    const piece = super.slice(start, end, type);
    if (end <= this.failsFrom) return piece;
    const error = new DOMException('changed', 'NotReadableError');
    Object.defineProperty(piece, 'stream', {
      value: () =>
        new ReadableStream({
          type: 'bytes',
          pull(controller) {
            controller.error(error);
          },
        }),
    });
    return piece;
  }
}

/** The disk is exchanged when so many files were begun. */
function exchangedAt(begun: number): (slot: Slot, operation: FakeOperation) => void {
  let isOver = false;
  return (slot, operation) => {
    if (isOver || operation !== 'createWritable' || slot.begun !== begun) return;
    isOver = true;
    slot.exchange();
  };
}

test.each([
  ['in one folder', (number: number) => `f${number}`],
  ['each in a folder of its own', (number: number) => `d${number}/f`],
  ['in folders within folders', (number: number) => `d${number % 7}/e${number}/f`],
])('F-12 files that another disk took are written again, once the first is back: %s', async (_, path) => {
  const entries = site(path);
  const slot = new Slot(exchangedAt(100));
  const { outcome, asked } = await run(slot, entries);
  expect(asked).toContain('folder-changed');
  expect(slot.files()).toEqual(contents(entries));
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: count });
});

test('F-12 a disk that is exchanged when the last file has been begun is found out', async () => {
  const entries = site((number) => `f${number}`);
  const slot = new Slot(exchangedAt(count));
  const { outcome, asked } = await run(slot, entries);
  expect(asked).toContain('folder-changed');
  expect(slot.files()).toEqual(contents(entries));
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: count });
});

test.each(['overwrite', 'keep-both', 'skip'] as const)(
  'F-12 what was in the folder before is kept to, whatever is written again: %s',
  async (existing) => {
    const entries = site((number) => `f${number}`);
    const own = ['f95', 'f99', 'f101', 'f200'];
    const slot = new Slot(exchangedAt(100));
    for (const name of own) {
      const handle = await slot.handle.getFileHandle(name, { create: true });
      const stream = await handle.createWritable();
      await stream.write('mine');
      await stream.close();
    }
    slot.begun = 0;
    const { outcome } = await run(slot, entries, existing);
    const files = slot.files();
    for (const name of own) {
      const written = `content ${name.slice(1)}`;
      expect(files[name]).toBe(existing === 'overwrite' ? written : 'mine');
      if (existing === 'keep-both') expect(files[`${name} (2)`]).toBe(written);
    }
    expect(Object.keys(files)).toHaveLength(existing === 'keep-both' ? count + own.length : count);
    expect(outcome.filesWritten).toBe(existing === 'skip' ? count - own.length : count);
  },
);

test('F-12 a disk that is exchanged while the run is held for its backup takes nothing that counts', async () => {
  const entries = Array.from({ length: 20 }, (_, number) => ({
    path: `f${number}`,
    content: String.fromCharCode(65 + number).repeat(300_000),
    store: true,
  }));
  const file = new FailingFile([new Uint8Array(writeJpa({ entries }))], 'site.jpa', { lastModified: 0 });
  let wasExchanged = false;
  const slot = new Slot((_, operation) => {
    if (operation === 'createWritable' && !wasExchanged) file.failsFrom = 3_000_000;
  });
  const session = await opened([file], undefined, new Session(new MemoryStore(), sumsHere));
  const asked = new Set<string>();
  const outcome = await session.extract(into(slot), usual, ({ held }) => {
    if (held === null) return;
    asked.add(held.problem.code);
    if (held.problem.code === 'part-unreadable' && !wasExchanged) {
      wasExchanged = true;
      slot.exchange();
      file.failsFrom = Infinity;
    } else if (held.problem.code === 'folder-changed' && slot.isExchanged) slot.putBack();
    void session.answer('retry');
  });
  expect([...asked]).toEqual(['part-unreadable', 'folder-changed']);
  expect(slot.files()).toEqual(contents(entries));
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: entries.length });
});

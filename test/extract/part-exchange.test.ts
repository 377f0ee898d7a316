// A part picked again in mid-run.
import { expect, test } from 'vitest';
import { FakeFolder } from '../support/fake-folder.ts';
import { writeJpa } from '../support/write-jpa.ts';
import { fileOf, into, opened, usual } from './session-files.ts';

/** A file that the browser does not read any more once it was touched. */
class TouchedFile extends File {
  isTouched = false;

  override slice(...range: [number?, number?, string?]): Blob {
    return this.isTouched ? new Unreadable() : super.slice(...range);
  }
}

class Unreadable extends Blob {
  override stream(): never {
    throw new DOMException('touched', 'NotReadableError');
  }

  override arrayBuffer(): Promise<never> {
    return Promise.reject(new DOMException('touched', 'NotReadableError'));
  }
}

/** Two parts, so large that they are not all read at once. */
const partSize = 6 * 1024 * 1024;
const entries = ['a', 'b', 'c', 'd', 'e'].map((path, index) => ({
  path,
  content: new Uint8Array((2 + index) * 500_000).fill(index),
  store: true,
}));
const archive = new Uint8Array(writeJpa({ entries }));
const names = ['site.j01', 'site.jpa'];
const bytesOf = (index: number): Uint8Array<ArrayBuffer> => archive.slice(index * partSize, (index + 1) * partSize);

test('F-18, M-17: the same part goes on where the run stood, and no other file does', async () => {
  const files = names.map((name, index) => new TouchedFile([bytesOf(index)], name, { lastModified: 0 }));
  const session = await opened(files);
  const last = files.at(-1);
  const folder = new FakeFolder({
    fault: (operation) => {
      if (operation === 'createWritable' && last !== undefined) last.isTouched = true;
      return undefined;
    },
  });
  const answers: boolean[] = [];
  let isAsked = false;
  const outcome = await session.extract(into(folder), usual, async ({ held }) => {
    if (held?.problem.code !== 'part-unreadable' || isAsked) return;
    isAsked = true;
    const other = bytesOf(1);
    other[0] = (other[0] ?? 0) + 1;
    answers.push(await session.replacePart(fileOf('site.jpa', other)));
    answers.push(await session.replacePart(fileOf('another name.jpa', bytesOf(1))));
  });
  expect(outcome).toMatchObject({ isComplete: true, filesWritten: entries.length });
  expect(answers).toEqual([false, true]);
  // Not compared by the matcher, which takes half a minute over so much.
  for (const { path, content } of entries)
    expect(Buffer.compare(folder.files().get(path) ?? new Uint8Array(), content), path).toBe(0);
});

test('without a run there is nothing to give a part to', async () => {
  const session = await opened(names.map((name, index) => fileOf(name, bytesOf(index))));
  expect(await session.replacePart(fileOf('site.jpa', bytesOf(1)))).toBe(false);
});

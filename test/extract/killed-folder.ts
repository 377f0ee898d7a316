// Folders in which the browser dies at one of its calls, for tests: what was in them before, and what is in the end.
import { isOfMarker } from '../../src/journal/run-marker.ts';
import { texts } from '../sink/stage.ts';
import { FakeFolder } from '../support/fake-folder.ts';

export function folderWith(before: Readonly<Record<string, string>>, diesAt?: number): FakeFolder {
  const folder = new FakeFolder(diesAt === undefined ? {} : { diesAt });
  for (const [path, content] of Object.entries(before)) folder.put(path, content);
  return folder;
}

/** All but the marks. */
export function treeOf(folder: FakeFolder): Record<string, string> {
  return Object.fromEntries(Object.entries(texts(folder)).filter(([path]) => !isOfMarker(path)));
}

// A folder in a slot: its disk can be taken out while a run goes on, and another stands in its place.
import { isOfMarker } from '../../src/journal/run-marker.ts';
import { FakeDisk, type DirectoryNode, type FakeOperation, type FileNode } from '../support/fake-disk.ts';
import { FakeDirectoryHandle } from '../support/fake-handles.ts';

export type OnCall = (slot: Slot, operation: FakeOperation, path: string) => void;

/** A folder whose disk can be exchanged for an empty one, and put back. */
export class Slot {
  readonly #disk: FakeDisk;
  #first: Map<string, FileNode | DirectoryNode> | null = null;
  readonly handle: FileSystemDirectoryHandle;
  begun = 0;
  /** Called at every operation on the marker of a run. */
  onLook: () => void = () => undefined;

  /**
   * @param onCall called at every operation on anything but the marker of a run
   * @param latencyMs of those operations
   */
  constructor(onCall: OnCall, latencyMs: (operation: FakeOperation) => number = () => 0) {
    this.#disk = new FakeDisk({
      latencyMs: (operation, path) => (isOfMarker(path) ? 0 : latencyMs(operation)),
      fault: (operation, path) => {
        if (isOfMarker(path)) {
          this.onLook();
          return undefined;
        }
        if (operation === 'createWritable') this.begun += 1;
        onCall(this, operation, path);
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

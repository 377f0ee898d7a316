// What the engine uses of the worker's library and the page's library, which tests are compiled with, does not have.
interface FileSystemSyncAccessHandle {
  write(bytes: ArrayBufferView<ArrayBuffer>, options?: { at?: number }): number;
  read(bytes: ArrayBufferView<ArrayBuffer>, options?: { at?: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

interface FileSystemFileHandle {
  createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle>;
}

declare const FileSystemSyncAccessHandle: { readonly prototype: FileSystemSyncAccessHandle };

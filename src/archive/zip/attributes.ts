// What the attributes of a ZIP record say of an entry: its kind, and its Unix mode if it has one (APPNOTE 4.4.2, 4.4.15).
//
// The vendor of these backups writes "made by MS-DOS" with FE49FFE0 for files and 41FF0010 for directories. The upper
// halves look like modes and are not: a reader that takes them for modes takes small files for links. Only links, which
// it writes as made by Unix with A1FF8020, have a mode there.

export interface RecordAttributes {
  readonly kind: 'file' | 'directory' | 'link';
  /** A thing of a Unix file system that is neither of the three. */
  readonly special: 'pipe' | 'character device' | 'block device' | 'socket' | 'unknown file type' | null;
  /** Unix st_mode, or null where the maker has none. */
  readonly mode: number | null;
  /** The attributes are those that the vendor of these backups writes. */
  readonly isVendor: boolean;
}

const msDos = 0;
const unix = 3;
const macOs = 19;
const vendorMarks = { file: 0xfe49ffe0, directory: 0x41ff0010, link: 0xa1ff8020 };
const directoryBit = 0x10;

export function readAttributes(versionMadeBy: number, attributes: number, path: string): RecordAttributes {
  const maker = Math.floor(versionMadeBy / 256);
  const hasMode = (maker === unix || maker === macOs) && attributes !== vendorMarks.file;
  const mode = hasMode ? Math.floor(attributes / 65_536) : 0;
  const isMarked = maker === msDos && Math.floor(attributes / directoryBit) % 2 === 1;
  const type = typeOf(mode);
  return {
    kind:
      isFolderName(path, maker) || isMarked || type === 'directory' ? 'directory' : type === 'link' ? 'link' : 'file',
    special: type === 'file' || type === 'directory' || type === 'link' ? null : type,
    mode: mode === 0 ? null : mode,
    isVendor: Object.values(vendorMarks).includes(attributes),
  };
}

/** Older .NET ends the names of folders in a backslash. Where the maker has Unix names, that is a letter like any other. */
function isFolderName(path: string, maker: number): boolean {
  return path.endsWith('/') || (path.endsWith('\\') && maker !== unix && maker !== macOs);
}

/** The S_IFMT bits. Makers that leave them out mean a plain file. */
function typeOf(mode: number): RecordAttributes['kind'] | NonNullable<RecordAttributes['special']> {
  switch (Math.floor(mode / 0o10000)) {
    case 0:
    case 0o10:
      return 'file';
    case 0o04:
      return 'directory';
    case 0o12:
      return 'link';
    case 0o01:
      return 'pipe';
    case 0o02:
      return 'character device';
    case 0o06:
      return 'block device';
    case 0o14:
      return 'socket';
    default:
      return 'unknown file type';
  }
}

// What one entry (or the archive as a whole) suffered and the run survived. Data only: it crosses the worker line as it is.

/** What is wrong with the data of an entry. Counts are bytes. */
export type Damage =
  | { readonly what: 'too-short'; readonly expected: number; readonly found: number }
  | { readonly what: 'too-long'; readonly expected: number }
  | { readonly what: 'impossible-size'; readonly size: number; readonly packedSize: number }
  | { readonly what: 'broken-stream' }
  | { readonly what: 'checksum'; readonly expected: number; readonly found: number }
  | { readonly what: 'header-differs' }
  | { readonly what: 'beyond-end' }
  | { readonly what: 'broken-seal' }
  /** A part of the archive that holds some of it could not be read, and was given up. */
  | { readonly what: 'unreadable' }
  /** Some of its data lies where the archive is damaged or a part is missing. */
  | { readonly what: 'lost-data' }
  /** Another entry claims some of the same bytes. */
  | { readonly what: 'shared-data' };

/** Why an entry was delivered under another name than its own. */
export type NameChange =
  | 'leads-out'
  | 'absolute'
  | 'drive-letter'
  | 'backslash'
  | 'control-character'
  | 'looks-like-dots'
  | 'bad-encoding'
  | 'same-path'
  | 'same-name-here'
  | 'same-spelling'
  | 'refused-name'
  | 'file-and-folder'
  | 'name-of-a-part';

/** A symbolic link; null for a target that was not read, as there were too many. */
export interface LeftOutLink {
  readonly path: string;
  readonly target: string | null;
}

export type Issue =
  /** Not delivered: its path would leave the chosen folder. Files and folders can be had all the same, in one folder within it. */
  | { readonly kind: 'leaves-folder'; readonly path: string }
  /** Not delivered: more folders within each other than any site has, or any folder should be made to hold. */
  | { readonly kind: 'too-deep'; readonly path: string }
  /** Not delivered: its path as a whole is longer than a folder should be asked to take. */
  | { readonly kind: 'path-too-long'; readonly path: string }
  /** Not delivered: the output's format holds no name as long as this one. */
  | { readonly kind: 'name-too-long'; readonly path: string }
  /** Not delivered: a file without a name. */
  | { readonly kind: 'no-name'; readonly path: string }
  /** Not delivered: the browser refuses a name on the way. */
  | { readonly kind: 'name-refused'; readonly path: string; readonly component: string }
  /** Not delivered: something else (a link, a file for a folder, a folder for a file) stands where the entry must go. */
  | { readonly kind: 'in-the-way'; readonly path: string }
  /** Not delivered: its data is damaged. */
  | { readonly kind: 'damaged'; readonly path: string; readonly damage: Damage }
  /** Not delivered: compression method or entry type that this program cannot read. */
  | { readonly kind: 'unsupported'; readonly path: string; readonly method: string }
  /** Not delivered: the browser would not write it. `reason` is the name of the browser's exception. */
  | { readonly kind: 'write-failed'; readonly path: string; readonly reason: string }
  /** Not delivered: what was read back after writing was not what had been written. */
  | { readonly kind: 'read-back-differs'; readonly path: string }
  /**
   * Not delivered, and the empty or partial file could not be removed. `reason` is the name of the browser's exception, `writtenAs`
   * where the file lies, if that is not at its path.
   */
  | { readonly kind: 'left-behind'; readonly path: string; readonly reason: string; readonly writtenAs?: string }
  /** Not delivered, as the user chose: there is a file of that name. */
  | { readonly kind: 'kept-existing'; readonly path: string }
  /**
   * Of a damaged file, as the user chose: what could be read of it, under another name, and in which archive beside the others,
   * if in one. Counts are bytes.
   */
  | {
      readonly kind: 'kept-damaged';
      readonly path: string;
      readonly writtenAs: string;
      readonly size: number;
      readonly of: number;
      readonly archive?: string;
    }
  /** Delivered under another name. */
  | { readonly kind: 'renamed'; readonly path: string; readonly writtenAs: string; readonly change: NameChange }
  /** Delivered, but its name is another entry's for systems that know no case or no accents: unpacked there, one replaces the other. */
  | { readonly kind: 'twin-name'; readonly path: string }
  /**
   * Delivered, or what is kept of it, but into an archive beside the others: the browser refuses their names in the folder. Told
   * once for all of them.
   */
  | { readonly kind: 'put-aside'; readonly archive: string; readonly paths: readonly string[] }
  /** Symbolic links, which a browser cannot make: told once for all of them. */
  | { readonly kind: 'links-left-out'; readonly links: readonly LeftOutLink[] }
  /** Not delivered: a symbolic link that would lead out of the backup's own folder. */
  | { readonly kind: 'link-leaves-folder'; readonly path: string; readonly target: string }
  /** Delivered, but without their setuid, setgid or sticky bits, which nothing hands on. `first` is the path of one of them. */
  | { readonly kind: 'special-bits'; readonly count: number; readonly first: string }
  /** Delivered, but the ZIP holds no checksum for these (this vendor writes CRC 0 on some hosts). */
  | { readonly kind: 'no-checksum'; readonly count: number }
  /** Entries whose headers hold a field twice; the last one counts, as for the tool of the archives. */
  | { readonly kind: 'doubled-fields'; readonly count: number }
  /** The archive's own count or totals do not agree with what it holds. */
  | { readonly kind: 'count-differs'; readonly expected: number; readonly found: number }
  | { readonly kind: 'size-differs'; readonly of: 'files' | 'data'; readonly expected: number; readonly found: number }
  /** Of a JPS. So many bytes are missing at least; null where that is not known. */
  | { readonly kind: 'end-mark-missing'; readonly missing: number | null }
  /** Encrypted, but so that a password can be tried very fast. */
  | { readonly kind: 'weak-key'; readonly iterations: number }
  /** A JPS 2.0 sealed in the way of 1.x, which can be undone without much trouble. */
  | { readonly kind: 'old-key' }
  /** Bytes that could not be told to be of any entry, and were passed over. `after`: the entry before them, if there is one. */
  | {
      readonly kind: 'lost-bytes';
      readonly part: string;
      /** In that part. */
      readonly offset: number;
      readonly count: number;
      readonly after: string | null;
    }
  /** Of an archive in which data is damaged: a transfer in text mode has changed the bytes that end lines, in this part. */
  | { readonly kind: 'text-mode'; readonly part: string; readonly change: string }
  /** The archive was read without these parts. */
  | { readonly kind: 'parts-left-out'; readonly parts: readonly string[] }
  /** The archive states so many parts, and all of it is here in one file. */
  | { readonly kind: 'parts-joined'; readonly count: number }
  /** A ZIP whose directory is missing or damaged: what follows it alone (modes, links, whether all is there) is not known. */
  | { readonly kind: 'no-directory' }
  /** Damage was gone past: so many entries were found by their headers alone, as nothing before them led there. */
  | { readonly kind: 'found-by-search'; readonly count: number }
  /** The ZIP breaks off so many bytes before its end, in the comment that is all that follows its directory. */
  | { readonly kind: 'comment-cut'; readonly count: number }
  /** Headers hold fields of unknown kinds, which were passed over: those of a later version, or damaged ones. */
  | { readonly kind: 'unknown-fields'; readonly count: number }
  /** All files together are so much larger than the archive that it may have been made to fill a disk. Counts are bytes. */
  | { readonly kind: 'large-expansion'; readonly size: number; readonly packedSize: number }
  | { readonly kind: 'bytes-before'; readonly count: number }
  | { readonly kind: 'bytes-after'; readonly count: number };

/** Is an entry missing from the folder, or the archive not what it says it is? The others are for information. */
export function isLoss(issue: Issue): boolean {
  switch (issue.kind) {
    case 'leaves-folder':
    case 'too-deep':
    case 'path-too-long':
    case 'no-name':
    case 'name-too-long':
    case 'link-leaves-folder':
    case 'name-refused':
    case 'in-the-way':
    case 'damaged':
    case 'unsupported':
    case 'write-failed':
    case 'read-back-differs':
    case 'left-behind':
    case 'count-differs':
    case 'size-differs':
    case 'end-mark-missing':
    case 'lost-bytes':
    case 'text-mode':
    case 'parts-left-out':
    case 'no-directory':
    case 'comment-cut':
      return true;
    case 'kept-existing':
    case 'kept-damaged':
    case 'twin-name':
    case 'renamed':
    case 'put-aside':
    case 'links-left-out':
    case 'special-bits':
    case 'no-checksum':
    case 'doubled-fields':
    case 'weak-key':
    case 'old-key':
    case 'parts-joined':
    case 'found-by-search':
    case 'unknown-fields':
    case 'large-expansion':
    case 'bytes-before':
    case 'bytes-after':
      return false;
    default:
      return issue satisfies never;
  }
}

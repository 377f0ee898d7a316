// One example of everything that people can be told. A new kind without an example does not compile.
import type { ErrorCode, Where } from '../../../src/problems/extract-error.ts';
import type { Damage, Issue, NameChange } from '../../../src/problems/issue.ts';

/** With all the facts that the code may bring. */
export const everyError = {
  'no-backup-found': { parts: ['holiday.txt'] },
  'parts-missing': { parts: ['site.j02', 'site.j04'] },
  'parts-doubled': { parts: ['site.j02'] },
  'part-empty': { part: 'site.j02' },
  'part-unreadable': { part: 'site.j02', offset: 81_920 },
  'part-unfinished': { part: 'site.j02.crdownload' },
  'parts-mixed-up': { part: 'site.j02', offset: 0 },
  'last-part-only': { part: 'site.jpa', parts: ['site.j01'] },
  'part-count-differs': { expected: 3, found: 2 },
  'not-an-archive': { part: 'site.jpa' },
  'web-page-instead': { part: 'site.jpa' },
  'gzip-instead': { part: 'site.jpa' },
  'text-mode': { part: 'site.jpa', offset: 81_920 },
  'part-twice': { parts: ['site.j01', 'site.j02'] },
  'unknown-version': { part: 'site.jpa', text: '9.7' },
  'archive-truncated': { part: 'site.j02', offset: 7, expected: 100, found: 90, entry: 'index.php' },
  'archive-damaged': { part: 'site.j02', offset: 7, entry: 'index.php' },
  'wrong-password': {},
  'wrong-password-or-damage': {},
  'key-missing': {},
  'no-cipher': {},
  'too-many-entries': { expected: 2_000_000, found: 2_000_001 },
  'too-many-iterations': { part: 'site.jps', expected: 10_000_000, found: 4_000_000_000 },
  'folder-refused': { text: 'Documents' },
  'folder-gone': { text: 'public_html', entry: 'index.php' },
  'folder-read-only': { text: 'public_html', entry: 'index.php' },
  'folder-changed': { text: 'public_html' },
  'entry-damaged': { entry: 'index.php', part: 'site.j02', offset: 7, damage: { what: 'broken-stream' } },
  'write-failed': { entry: 'index.php', text: 'InvalidStateError' },
  'write-blocked': { entry: 'index.php' },
  'folder-in-use': { text: 'site' },
  'not-this-backup': { text: 'site.jpa' },
  'nothing-to-continue': {},
  'disk-full': { entry: 'index.php', expected: 400_000_000 },
  'output-refused': { text: 'site.zip' },
  'output-failed': { text: 'InvalidStateError' },
  'output-is-part': { part: 'site.zip' },
  'no-room': { expected: 5e9, found: 2e9 },
  'too-large-for-memory': { expected: 256e6, found: 1e9 },
  'archive-changed': { entry: 'index.php' },
  'worker-died': {},
} satisfies Record<ErrorCode, Where>;

const everyDamage = {
  'too-short': { what: 'too-short', expected: 4096, found: 3784 },
  'too-long': { what: 'too-long', expected: 4096 },
  'impossible-size': { what: 'impossible-size', size: 9_000_000, packedSize: 10 },
  'broken-stream': { what: 'broken-stream' },
  checksum: { what: 'checksum', expected: 1, found: 2 },
  'header-differs': { what: 'header-differs' },
  'beyond-end': { what: 'beyond-end' },
  'broken-seal': { what: 'broken-seal' },
  'lost-data': { what: 'lost-data' },
  'shared-data': { what: 'shared-data' },
  unreadable: { what: 'unreadable' },
} satisfies { readonly [What in Damage['what']]: Extract<Damage, { readonly what: What }> };

const everyChange = {
  absolute: true,
  'drive-letter': true,
  backslash: true,
  'control-character': true,
  'looks-like-dots': true,
  'bad-encoding': true,
  'same-path': true,
  'same-name-here': true,
  'file-and-folder': true,
  'name-of-a-part': true,
} satisfies Record<NameChange, true>;

const path = 'images/logo.png';

const everyKind = {
  'leaves-folder': { kind: 'leaves-folder', path: '../../evil.php' },
  'too-deep': { kind: 'too-deep', path: 'a/a/a/a' },
  'name-too-long': { kind: 'name-too-long', path },
  'no-name': { kind: 'no-name', path: '' },
  'name-refused': { kind: 'name-refused', path: 'what?/a.txt', component: 'what?' },
  'in-the-way': { kind: 'in-the-way', path },
  damaged: { kind: 'damaged', path, damage: everyDamage.checksum },
  unsupported: { kind: 'unsupported', path, method: 'bzip2' },
  'write-failed': { kind: 'write-failed', path, reason: 'NoModificationAllowedError' },
  'left-behind': { kind: 'left-behind', path, reason: 'NotAllowedError' },
  'kept-existing': { kind: 'kept-existing', path },
  renamed: { kind: 'renamed', path, writtenAs: 'images/logo (2).png', change: 'same-path' },
  'twin-name': { kind: 'twin-name', path },
  'links-left-out': { kind: 'links-left-out', links: [{ path: 'current', target: 'releases/12' }] },
  'link-leaves-folder': { kind: 'link-leaves-folder', path: 'logs', target: '/var/log/site' },
  'no-checksum': { kind: 'no-checksum', count: 2 },
  'count-differs': { kind: 'count-differs', expected: 10, found: 9 },
  'size-differs': { kind: 'size-differs', of: 'files', expected: 10, found: 9 },
  'lost-bytes': { kind: 'lost-bytes', part: 'site.j02', offset: 81_920, count: 312, after: path },
  'parts-left-out': { kind: 'parts-left-out', parts: ['site.j03'] },
  'no-directory': { kind: 'no-directory' },
  'found-by-search': { kind: 'found-by-search', count: 2 },
  'weak-key': { kind: 'weak-key', iterations: 1 },
  'old-key': { kind: 'old-key' },
  'end-mark-missing': { kind: 'end-mark-missing' },
  'bytes-before': { kind: 'bytes-before', count: 312 },
  'bytes-after': { kind: 'bytes-after', count: 1 },
} satisfies { readonly [Kind in Issue['kind']]: Extract<Issue, { readonly kind: Kind }> };

const changes: readonly NameChange[] = Object.keys(everyChange).filter((key): key is NameChange => key in everyChange);

export const everyIssue: readonly Issue[] = [
  ...Object.values(everyKind),
  ...Object.values(everyDamage).map((damage): Issue => ({ kind: 'damaged', path, damage })),
  ...changes.map((change): Issue => ({ kind: 'renamed', path, writtenAs: 'elsewhere.png', change })),
  { kind: 'size-differs', of: 'data', expected: 10, found: 9 },
  { kind: 'lost-bytes', part: 'site.j02', offset: 0, count: 1, after: null },
  { kind: 'name-refused', path: 'php.ini', component: 'php.ini' },
];

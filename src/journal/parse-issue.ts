// An issue, read back from where it was saved. What is not exactly one was not saved by this program.
import type { Damage, Issue, NameChange } from '../problems/issue.ts';
import { isCount, isListOf, isOneOf, isRecord, isText, type Guard } from './guards.ts';

/** For every kind: its fields, and what each may hold. */
type Shapes<Union, Tag extends keyof Union> = {
  readonly [Kind in Union[Tag] & string]: {
    readonly [Field in keyof Omit<Extract<Union, Record<Tag, Kind>>, Tag>]: Guard<
      Extract<Union, Record<Tag, Kind>>[Field]
    >;
  };
};

const damages = {
  'too-short': { expected: isCount, found: isCount },
  'too-long': { expected: isCount },
  'impossible-size': { size: isCount, packedSize: isCount },
  'broken-stream': {},
  checksum: { expected: isCount, found: isCount },
  'header-differs': {},
  'beyond-end': {},
  'broken-seal': {},
  unreadable: {},
  'lost-data': {},
  'shared-data': {},
} satisfies Shapes<Damage, 'what'>;

const isNameChange = isOneOf<NameChange>({
  'leads-out': true,
  absolute: true,
  'drive-letter': true,
  backslash: true,
  'control-character': true,
  'looks-like-dots': true,
  'bad-encoding': true,
  'same-path': true,
  'same-name-here': true,
  'same-spelling': true,
  'refused-name': true,
  'file-and-folder': true,
  'name-of-a-part': true,
});

const path = { path: isText };

const issues = {
  'leaves-folder': path,
  'too-deep': path,
  'path-too-long': path,
  'name-too-long': path,
  'no-name': path,
  'name-refused': { ...path, component: isText },
  'in-the-way': path,
  damaged: { ...path, damage: isDamage },
  unsupported: { ...path, method: isText },
  'write-failed': { ...path, reason: isText },
  'read-back-differs': path,
  'left-behind': { ...path, reason: isText, writtenAs: isTextOrAbsent },
  'kept-existing': path,
  renamed: { ...path, writtenAs: isText, change: isNameChange },
  'kept-damaged': { ...path, writtenAs: isText, size: isCount, of: isCount, archive: isTextOrAbsent },
  'twin-name': path,
  'put-aside': { archive: isText, paths: isListOf(isText) },
  'links-left-out': { links: isListOf(isLeftOutLink) },
  'link-leaves-folder': { ...path, target: isText },
  'special-bits': { count: isCount, first: isText },
  'no-checksum': { count: isCount },
  'doubled-fields': { count: isCount },
  'count-differs': { expected: isCount, found: isCount },
  'size-differs': { of: isOneOf<'files' | 'data'>({ files: true, data: true }), expected: isCount, found: isCount },
  'end-mark-missing': { missing: isCountOrNull },
  'text-mode': { part: isText, change: isText },
  'lost-bytes': { part: isText, offset: isCount, count: isCount, after: isTextOrNull },
  'parts-left-out': { parts: isListOf(isText) },
  'parts-joined': { count: isCount },
  'no-directory': {},
  'found-by-search': { count: isCount },
  'weak-key': { iterations: isCount },
  'old-key': {},
  'comment-cut': { count: isCount },
  'unknown-fields': { count: isCount },
  'large-expansion': { size: isCount, packedSize: isCount },
  'bytes-before': { count: isCount },
  'bytes-after': { count: isCount },
} satisfies Shapes<Issue, 'kind'>;

export function isIssue(value: unknown): value is Issue {
  return isShaped(value, 'kind', issues);
}

function isDamage(value: unknown): value is Damage {
  return isShaped(value, 'what', damages);
}

function isLeftOutLink(value: unknown): value is { readonly path: string; readonly target: string | null } {
  return isRecord(value) && isText(value['path']) && isTextOrNull(value['target']);
}

function isCountOrNull(value: unknown): value is number | null {
  return value === null || isCount(value);
}

function isTextOrNull(value: unknown): value is string | null {
  return value === null || isText(value);
}

function isTextOrAbsent(value: unknown): value is string {
  return value === undefined || isText(value);
}

function isShaped(
  value: unknown,
  tag: string,
  shapes: Readonly<Record<string, Readonly<Record<string, Guard<unknown>>>>>,
): boolean {
  if (!isRecord(value)) return false;
  const kind = value[tag];
  const shape = isText(kind) && Object.hasOwn(shapes, kind) ? shapes[kind] : undefined;
  return shape !== undefined && Object.entries(shape).every(([field, isRight]) => isRight(value[field]));
}

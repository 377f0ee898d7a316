// What is said of an entry that is looked at.
import type { ImageType } from '../listing/image-type.ts';
import type { Preview, PreviewContent } from '../listing/preview.ts';
import type { Problem } from '../problems/extract-error.ts';
import { bytes, count, dateTime } from './format.ts';
import { damageWords } from './issue-messages.ts';
import type { Message } from './message.ts';
import { errorMessage } from './messages.ts';
import { shownName } from './shown-name.ts';
import { modeLetters } from './tree/row-words.ts';
import { words } from './words.ts';

const imageNames = {
  'image/png': 'PNG',
  'image/jpeg': 'JPEG',
  'image/gif': 'GIF',
  'image/webp': 'WebP',
  'image/avif': 'AVIF',
  'image/bmp': 'BMP',
  'image/x-icon': 'Icon',
} as const satisfies Record<ImageType, string>;

/** "Text, UTF-8 · 12 kB · 14 Nov 2023, 22:13 · rw-r--r--" */
export function previewLine({ content, size, modifiedMs, mode }: Preview): string {
  const hasSize = content.kind !== 'link';
  const facts = [
    kindWords(content),
    ...(hasSize ? [bytes(size)] : []),
    ...(modifiedMs === null ? [] : [dateTime(modifiedMs)]),
    ...(mode === null ? [] : [modeLetters(mode)]),
  ];
  return facts.join(' · ');
}

function kindWords(content: PreviewContent): string {
  switch (content.kind) {
    case 'text':
      return `Text, ${content.encoding}`;
    case 'image':
      return content.size === null
        ? `${imageNames[content.type]} picture`
        : `${imageNames[content.type]} picture, ${count(content.size.width)} × ${count(content.size.height)}`;
    case 'link':
      return 'Symbolic link';
    case 'hex':
    case 'withheld':
    case 'empty':
    case 'damaged':
    case 'unsupported':
      return 'File';
    default:
      return content satisfies never;
  }
}

/** What must be known of what is shown: one sentence each. */
export function previewNotices(content: PreviewContent): readonly string[] {
  switch (content.kind) {
    case 'text':
      return [
        ...(content.isMasked
          ? ['Passwords and keys in this file are masked here. “Save this file” saves it as it is, with all of them.']
          : []),
        ...(content.isCut ? ['This is only the beginning of the file. “Save this file” saves all of it.'] : []),
      ];
    case 'hex':
      return [
        ...(content.isMasked ? ['What is known of passwords and users is masked here with asterisks.'] : []),
        ...(content.isCut ? [`These are its first ${count(content.bytes.length)} bytes.`] : []),
      ];
    case 'withheld':
      return [
        'A file of this name may hold passwords, and they cannot all be masked. It is not shown; “Save this file” saves it as it is.',
      ];
    case 'empty':
      return ['This file is empty.'];
    case 'damaged':
      return [
        `This file is damaged: ${damageWords(content.damage)}. Download the backup again, or take it from an older one.`,
      ];
    case 'unsupported':
      return [`This entry is packed in a way that Unstow cannot read (${shownName(content.method)}).`];
    case 'image':
    case 'link':
      return [];
    default:
      return content satisfies never;
  }
}

/** Can the entry be saved by itself? */
export function canSave({ kind }: PreviewContent): boolean {
  return kind === 'text' || kind === 'image' || kind === 'hex' || kind === 'withheld' || kind === 'empty';
}

/** The name for a file of this path: its last part, without what a file name must not hold. */
export function fileNameOf(path: string): string {
  // What leads out may be written as Windows does; else a backslash belongs to a name, as far as is known here.
  const [last = ''] = path.split(/(?:^|[/\\])\.\.(?:[/\\]|$)/.test(path) ? /[/\\]/ : '/').slice(-1);
  const safe = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\:*?"<>|~]/gu, '_')
    .replaceAll(/^\s+|^\.{2,}|[\s.]+$/g, '_');
  return safe.slice(-200) || 'file';
}

/** Why an entry was not saved, and what to do. */
export function savingMessage(problem: Problem | null): Message {
  const message = errorMessage(problem);
  if (problem?.code !== 'entry-damaged') return message;
  return {
    ...message,
    todo: words`Nothing was saved. Download the backup again, or take this file from an older one.`,
  };
}

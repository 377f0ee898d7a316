// Hands text to the user: as a file through the browser's own download, or to the clipboard. Nothing is sent anywhere.

import { saveBlob } from './save-blob.ts';

export function saveText(name: string, lines: readonly string[]): void {
  const letGo = saveBlob(name, new Blob([`${lines.join('\n')}\n`], { type: 'text/plain;charset=utf-8' }));
  // The download reads the blob some time after the click; a minute is plenty and the text is small.
  setTimeout(letGo, 60_000);
}

/** Resolves with whether the clipboard took it: browsers may refuse. */
export async function copyText(lines: readonly string[]): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(lines.join('\n'));
    return true;
  } catch (error) {
    if (error instanceof DOMException || error instanceof TypeError) return false;
    throw error;
  }
}

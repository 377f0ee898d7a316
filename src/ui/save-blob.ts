// Hands a file to the user through the browser's own download. Nothing is sent anywhere.

/**
 * To be called in a click.
 * @returns call it to let go of the file, when the download has read it
 */
export function saveBlob(name: string, blob: Blob): () => void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  return () => {
    URL.revokeObjectURL(url);
  };
}

// Names that some browsers refuse to write into a folder, for the count on the Ready face. A forecast only: what really
// happens is what the browser answers, name by name, when the run asks it (sink/directory-sink.ts).

const refusedCharacters = /["*:<>?|\\]|\p{Cc}|\p{Cf}|\p{Noncharacter_Code_Point}/u;
/** Chromium wants neither at the ends (but one leading dot). */
const refusedEnds = /^[\s~]|^\.\.|[\s~.]$/u;
const deviceName = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[1-9¹²³]|lpt[1-9¹²³])(\..*)?$/iu;
const refusedNames = /^(desktop\.ini|thumbs\.db)$/iu;
const refusedExtensions = /\.(lnk|url|scf|\{[^{}]*\})$/iu;
/** Refused on Windows only, where they may change how programs run. */
const windowsExtensions = /\.(ini|cfg|dll|manifest|hta|sys)$/iu;
/** A swap file's suffix must fit behind the name. Bytes of UTF-8. */
const longestName = 248;

export function isAwkwardName(name: string): boolean {
  return (
    refusedCharacters.test(name) ||
    refusedEnds.test(name) ||
    deviceName.test(name) ||
    refusedNames.test(name) ||
    refusedExtensions.test(name) ||
    windowsExtensions.test(name) ||
    (name.length > longestName / 4 && new TextEncoder().encode(name).length > longestName)
  );
}

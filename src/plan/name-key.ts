// When are two names one? For a folder that was asked, as it does (`keyFor`); where nobody knows, in the widest sense any
// system has (`foldedName`): names that may be one are looked at one by one.

/** Which spellings a folder takes for one name. */
export interface Spelling {
  /** `A` and `a`. */
  readonly ignoresCase: boolean;
  /** `é` as one character, and as two. */
  readonly ignoresForm: boolean;
}

// eslint-disable-next-line no-control-regex -- the range is the point
const isAscii = /^[\x00-\x7f]*$/;

/** What case-insensitive and normalising systems take for the same name, each in its way. */
export function foldedName(name: string): string {
  // Most names are ASCII, and most of those are their own folded form: no new string for them.
  return isAscii.test(name)
    ? name.toLowerCase()
    : name.normalize('NFKD').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}

/** What such a folder takes for the same name for certain: no two that are two anywhere. */
export function keyFor({ ignoresCase, ignoresForm }: Spelling): (name: string) => string {
  if (!ignoresCase && !ignoresForm) return (name) => name;
  return (name) => {
    if (isAscii.test(name)) return ignoresCase ? name.toLowerCase() : name;
    const formed = ignoresForm ? name.normalize('NFC') : name;
    return ignoresCase ? Array.from(formed, withoutCase).join('') : formed;
  };
}

/** One character stays one: not every system takes `ß` for `SS`. */
function withoutCase(character: string): string {
  const upper = character.toUpperCase();
  const lower = (upper.length === character.length ? upper : character).toLowerCase();
  return lower.length === character.length ? lower : character;
}

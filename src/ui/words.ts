// A sentence that may hold names from an archive. The names stay apart from the words, so that the page can isolate them
// (<bdi>) and nothing in a name can change how the sentence reads.
import { shownName } from './shown-name.ts';

/** A name in a sentence: raw, as the archive has it. */
export interface Name {
  readonly name: string;
}

export type Words = readonly (string | Name)[];

/** Marks a value as a name. */
export function named(name: string): Name {
  return { name };
}

/** Template tag: words`${named(part)} is empty.` Empty strings fall away. */
export function words(strings: TemplateStringsArray, ...values: readonly (string | Name | Words)[]): Words {
  const found: (string | Name)[] = [];
  strings.forEach((text, index) => {
    found.push(text);
    const value = values[index];
    if (value === undefined) return;
    if (typeof value === 'string' || 'name' in value) found.push(value);
    else found.push(...value);
  });
  return found.filter((word) => word !== '');
}

/** "a.j01, b.j02 and 4 more" */
export function listed(names: readonly string[], limit = 6): Words {
  const shown = names.slice(0, limit).flatMap((name, index) => (index === 0 ? [named(name)] : [', ', named(name)]));
  const more = names.length - limit;
  return more > 0 ? [...shown, ` and ${more} more`] : shown;
}

/** The sentence as one line of text, names escaped: for reports, titles and announcements. */
export function plainText(sentence: Words): string {
  return sentence.map((word) => (typeof word === 'string' ? word : shownName(word.name))).join('');
}

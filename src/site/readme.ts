// `installation/README.html`: what was typed as description and comment when the backup was made. HTML with a CDATA section
// in it, which no HTML parser understands and which is text as it stands, and a comment that holds whatever its author liked: taken as text.
import { cut, textOfMarkup, tidied } from './plain-text.ts';

export interface Readme {
  /** Null where none was given. One or more lines. */
  readonly description: string | null;
  readonly comment: string | null;
}

const mostDescription = 1_000;
const mostComment = 10_000;

export function readReadme(html: string): Readme {
  return {
    description: given(descriptionOf(html), mostDescription),
    comment: given(commentOf(html), mostComment),
  };
}

function descriptionOf(html: string): string {
  const inside = behindTag(html, 'p', 'description') ?? '';
  const data = /^\s*<!\[CDATA\[/.exec(inside);
  if (data !== null) {
    const start = data[0].length;
    const end = inside.indexOf(']]>', start);
    return tidied(inside.slice(start, end === -1 ? undefined : end));
  }
  const end = inside.search(/<\/p[\s>]/i);
  return textOfMarkup(end === -1 ? inside : inside.slice(0, end));
}

/** The comment may hold `<div>` itself: it ends where as many have ended as have begun. */
function commentOf(html: string): string {
  const inside = behindTag(html, 'div', 'comment');
  if (inside === null) return '';
  const divs = /<(\/?)div(?=[\s/>])/gi;
  let depth = 1;
  for (const match of inside.matchAll(divs)) {
    depth += match[1] === '/' ? -1 : 1;
    if (depth === 0) return textOfMarkup(inside.slice(0, match.index));
  }
  return textOfMarkup(inside);
}

/** What stands behind `<tag id="…">`; null where there is no such tag. */
function behindTag(html: string, tag: string, id: string): string | null {
  const found = new RegExp(`<${tag}\\s+id=["']?${id}["']?\\s*>`, 'i').exec(html);
  return found === null ? null : html.slice(found.index + found[0].length);
}

function given(text: string, most: number): string | null {
  return text === '' ? null : cut(text, most);
}

// Which tables a view reads: names in backticks at the places where servers write those of tables. Names of columns and aliases
// stand elsewhere.

const decoder = new TextDecoder();

/** Without doubles, and without the name of a database before them. */
export function tablesRead(view: Uint8Array): ReadonlySet<string> {
  const found = new Set<string>();
  /** Behind the first FROM, tables may be listed with commas. */
  let isBehindFrom = false;
  let before = '';
  let chain: string[] = [];
  const take = (): void => {
    const [last, beforeLast] = [chain.at(-1), chain.at(-2)];
    chain = [];
    if (last === undefined || before === 'AS') return;
    const isTable = before === 'FROM' || before === 'JOIN' || before === 'STRAIGHT_JOIN';
    if (isTable || (before === ',' && isBehindFrom)) found.add(last);
    // `table`.`column`, wherever it stands.
    if (!isTable && beforeLast !== undefined) found.add(beforeLast);
  };
  let isJoined = false;
  for (const token of tokensOf(decoder.decode(view))) {
    if (token.startsWith('`')) {
      if (!isJoined) take();
      chain.push(token.slice(1, -1).replaceAll('``', '`'));
      isJoined = false;
    } else if (token === '.' && chain.length > 0) isJoined = true;
    else {
      take();
      isJoined = false;
      // `from ((`a` join …`
      if (token !== '(') before = token.toUpperCase();
      if (before === 'FROM') isBehindFrom = true;
    }
  }
  take();
  return found;
}

/** Names in backticks, words and marks. Strings, comments and blanks are passed over. */
function* tokensOf(text: string): Generator<string, void, undefined> {
  for (let at = 0; at < text.length;) {
    const from = at;
    at = endOfToken(text, at);
    const first = text.charAt(from);
    const isComment = text.startsWith('/*', from) && text[from + 2] !== '!';
    if (first > ' ' && first !== "'" && first !== '"' && !isComment) yield text.slice(from, at);
  }
}

const word = /[\w$\u0080-\uffff]+/y;

function endOfToken(text: string, from: number): number {
  const first = text.charAt(from);
  if (first === '`' || first === "'" || first === '"') return endOfQuoted(text, from, first);
  if (text.startsWith('/*', from) && text[from + 2] !== '!') {
    const end = text.indexOf('*/', from + 2);
    return end < 0 ? text.length : end + 2;
  }
  word.lastIndex = from;
  return word.test(text) ? word.lastIndex : from + 1;
}

/** Doubled, the quote is part of what it holds. */
function endOfQuoted(text: string, from: number, quote: string): number {
  let at = from + 1;
  while (at < text.length) {
    if (text[at] === '\\' && quote !== '`') at += 2;
    else if (text[at] !== quote) at += 1;
    else if (text[at + 1] === quote) at += 2;
    else return at + 1;
  }
  return text.length;
}

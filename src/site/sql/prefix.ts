// What `#__` stands for in the names of tables, and what a user may have it stand for.
import { placeholder } from './lexer.ts';

/** MySQL's limit for names, in characters. */
const mostNameLength = 64;

/** Why a prefix cannot be used. */
export type PrefixFault =
  | { readonly kind: 'characters' }
  /** Some name would be longer than MySQL takes. Characters; `name` as in the dump. */
  | { readonly kind: 'too-long'; readonly most: number; readonly name: string | null };

/** Longer names are known of tables only: those of their keys and constraints may be longer still. */
const mostWithoutTables = 32;

/** Of a prefix that was typed. Null where it can be used. @param tables as in the dump; null where they are not known */
export function faultOf(prefix: string, tables: readonly string[] | null): PrefixFault | null {
  if (!/^[A-Za-z0-9_$]*$/.test(prefix)) return { kind: 'characters' };
  const longest = longestOf(tables ?? []);
  const most = longest === null ? mostWithoutTables : mostNameLength - (longest.length - placeholder.length);
  return prefix.length <= most ? null : { kind: 'too-long', most, name: longest };
}

function longestOf(tables: readonly string[]): string | null {
  const prefixed = tables.filter((name) => name.startsWith(placeholder));
  return prefixed.reduce<string | null>(
    (longest, name) => (name.length > (longest?.length ?? 0) ? name : longest),
    null,
  );
}

/** A name of the dump under a prefix; null keeps it as it is. */
export function withPrefix(name: string, prefix: string | null): string {
  return prefix === null ? name : name.replaceAll(placeholder, prefix);
}

/** WordPress keeps the prefix in its data too: roles and capabilities are looked up under names that begin with it. */
export function isWordPress(tables: readonly string[]): boolean {
  return ['options', 'usermeta', 'posts'].every((name) => tables.includes(placeholder + name));
}

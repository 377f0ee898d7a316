// What a backup tells of its own secrets is learned before anything of it is shown, or nothing that may hold them is.
import { describe, expect, test } from 'vitest';
import type { PreviewContent } from '../../src/listing/preview.ts';
import type { JpaEntry } from '../support/write-jpa.ts';
import { jpaFile, opened } from './session-files.ts';

const password = 's3cret';
const user = 'db77';
const list = {
  path: 'installation/sql/databases.json',
  content: JSON.stringify({ 'site.sql': { dbname: 'x', dbuser: user, dbpass: password } }),
};
const log = { path: 'error_log', content: `Access denied for user '${user}'@'localhost', ${password} was tried` };

async function contentOf(entry: JpaEntry, others: readonly JpaEntry[] = []): Promise<PreviewContent> {
  const session = await opened([jpaFile({ entries: [entry, ...others] })]);
  return (await session.preview(0)).content;
}

function said(content: PreviewContent): string {
  if (content.kind === 'hex') return Array.from(content.bytes, (byte) => String.fromCharCode(byte)).join('');
  return JSON.stringify(content);
}

describe('user and password, however short, are learned from', () => {
  test.each<JpaEntry>([
    list,
    { ...list, path: './installation/sql/databases.json' },
    { path: 'installation/sql/databases.ini', content: `[site.sql]\ndbuser = "${user}"\ndbpass = "${password}"` },
    {
      path: 'configuration.php',
      content: `<?php class J { public $user = '${user}'; public $password = "${password}"; }`,
    },
    {
      path: 'wp-config.php',
      content: `<?php define( 'DB_USER', '${user}' );\ndefine( 'DB_PASSWORD', getenv_docker('X', '${password}') );`,
    },
    { path: '.env', content: `DB_USERNAME=${user}\nDB_PASSWORD="${password}" # x` },
    { path: 'app/etc/env.php', content: `<?php return ['username' => '${user}', 'password' => '${password}'];` },
    {
      path: 'app/etc/local.xml',
      content: `<x><username>${user}</username><password><![CDATA[${password}]]></password></x>`,
    },
    { path: 'app/config/parameters.yml', content: `  database_user: ${user}\n  database_password: '${password}'` },
  ])('$path', async (settings) => {
    const content = await contentOf(log, [settings]);
    expect(content).toMatchObject({ kind: 'text', isMasked: true });
    expect(said(content)).not.toMatch(/db77|s3cret/);
  });
});

test('what is learned is masked among bytes, in UTF-16 without a mark too', async () => {
  const content = await contentOf({ path: 'a.txt', content: Buffer.from(`pw ${password} `, 'utf16le') }, [list]);
  expect(content).toMatchObject({ kind: 'hex', isMasked: true });
  expect(said(content).replaceAll('\0', '')).not.toContain(password);
});

test('a file of settings that begins like a picture is not handed on as one', async () => {
  const content = `GIF89a\0\0$password='${password}'`;
  expect(await contentOf({ path: 'wp-config.php', content })).toEqual({ kind: 'withheld' });
});

describe('a list that cannot be understood', () => {
  const settings = { path: 'config.php', content: "<?php $title = 'x';" };

  test.each<[string, JpaEntry]>([
    ['as it breaks off', { ...list, content: list.content.slice(0, -2) }],
    ['as it is damaged', { ...list, fields: { size: 400 } }],
    ['as it is too large', { ...list, content: list.content.padEnd(9 * 1024 * 1024) }],
  ])('%s hides the files that may hold what it told', async (_, broken) => {
    expect(await contentOf(settings, [broken])).toEqual({ kind: 'withheld' });
    expect(await contentOf({ path: 'index.php', content: 'x' }, [broken])).toMatchObject({ kind: 'text', text: 'x' });
  });

  test('still tells what can be found in it', async () => {
    const content = await contentOf(log, [{ ...list, content: list.content.slice(0, -2) }]);
    expect(said(content)).not.toMatch(/db77|s3cret/);
  });
});

test('a list that cannot be read now fails the preview, and is read again for the next one', async () => {
  const entries = [
    { ...log, store: true },
    { ...list, store: true },
  ];
  const jpa = jpaFile({ entries });
  const session = await opened([jpa]);
  let reads = 0;
  const slice = jpa.slice.bind(jpa);
  jpa.slice = (from, to) => {
    reads += 1;
    if (reads === 2) throw new DOMException('gone', 'NotReadableError');
    return slice(from, to);
  };
  await expect(session.preview(0)).rejects.toMatchObject({ code: 'part-unreadable' });
  expect(reads).toBeGreaterThan(1);
  const { content } = await session.preview(0);
  expect(content).toMatchObject({ kind: 'text', isMasked: true });
  expect(said(content)).not.toMatch(/db77|s3cret/);
});

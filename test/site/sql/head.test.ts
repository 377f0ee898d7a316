import { expect, test } from 'vitest';
import { dialectOf } from '../../../src/site/sql/dialect.ts';
import { readHead } from '../../../src/site/sql/head.ts';
import type { Technology } from '../../../src/site/technology.ts';

function headOf(sql: string, technology: Technology = 'mysql'): unknown {
  const bytes = new TextEncoder().encode(sql);
  return readHead(bytes, { from: 0, to: bytes.length }, dialectOf(technology)).head;
}

const created = (what: string, name: string, table: string | null = null): object => ({
  kind: 'create',
  what,
  name,
  table,
});

test.each([
  ['CREATE TABLE `#__a` (id int)', created('table', '#__a')],
  ['create table if not exists #__a(id int)', created('table', '#__a')],
  ['CREATE TEMPORARY TABLE `a``b` (id int)', created('table', 'a`b')],
  ['CREATE TABLE `base`.`#__a` (id int)', created('table', '#__a')],
  ['/*!50001 CREATE TABLE `v` (id int) */', created('table', 'v')],
  ['CREATE OR REPLACE ALGORITHM=MERGE VIEW `#__v` AS select 1', created('view', '#__v')],
  [
    'CREATE ALGORITHM=UNDEFINED DEFINER=`view`@`%` SQL SECURITY DEFINER VIEW `#__v` AS select 1',
    created('view', '#__v'),
  ],
  ['CREATE DEFINER=table@localhost VIEW v AS select 1', created('view', 'v')],
  ['CREATE TRIGGER `#__t` BEFORE INSERT ON `#__a` FOR EACH ROW SET @a = 1', created('trigger', '#__t', '#__a')],
  [
    '/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t AFTER UPDATE ON a FOR EACH ROW SET @a=1 */',
    created('trigger', 't', 'a'),
  ],
  ['CREATE /* TABLE */ -- VIEW\n PROCEDURE `#__p`(IN x INT) SELECT 1', created('procedure', '#__p')],
  ['CREATE AGGREGATE FUNCTION f RETURNS INT', created('function', 'f')],
  ['CREATE EVENT IF NOT EXISTS e ON SCHEDULE EVERY 1 DAY DO SELECT 1', created('event', 'e')],
  ['INSERT INTO `#__a` VALUES (1)', { kind: 'rows', table: '#__a' }],
  ['INSERT IGNORE INTO `täble`(`x`) VALUES (1)', { kind: 'rows', table: 'täble' }],
  ['REPLACE `#__a` VALUES (1)', { kind: 'rows', table: '#__a' }],
  ['UPDATE LOW_PRIORITY `#__a` SET x = 1', { kind: 'rows', table: '#__a' }],
  ['DELETE QUICK FROM `#__a`', { kind: 'rows', table: '#__a' }],
  ['LOCK TABLES `#__a` WRITE', { kind: 'lock' }],
  ['CREATE DEFINER=CURRENT_USER() TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET @a=1', created('trigger', 't', 'a')],
  ['CREATE SEQUENCE s;\nCREATE TABLE a (x int)', { kind: 'other' }],
  ['CREATE ROLE r; CREATE TABLE a (x int)', { kind: 'foreign', word: 'CREATE' }],
  ['INSERT; INTO a', { kind: 'foreign', word: 'INSERT' }],
  ['system touch a', { kind: 'foreign', word: 'SYSTEM' }],
  ['--x\nSET @a = 1', { kind: 'foreign', word: '' }],
  ['.shell', { kind: 'foreign', word: '' }],
  ['/*!40000 ALTER TABLE `#__a` DISABLE KEYS */', { kind: 'rows', table: '#__a' }],
  ['CREATE UNIQUE INDEX `i` ON `#__a` (id)', { kind: 'rows', table: '#__a' }],
  ['DROP TABLE IF EXISTS `#__a`', { kind: 'drop', what: 'table', name: '#__a' }],
  ['DROP VIEW v', { kind: 'drop', what: 'view', name: 'v' }],
  ['SET NAMES utf8mb4', { kind: 'setting' }],
  ['CREATE DATABASE `a`', { kind: 'foreign', word: 'CREATE' }],
  ['CREATE', { kind: 'foreign', word: 'CREATE' }],
  ['INSERT', { kind: 'foreign', word: 'INSERT' }],
  ['INSERT INTO', { kind: 'foreign', word: 'INSERT' }],
  ['INSERT INTO `a.', { kind: 'rows', table: 'a.' }],
  ["'CREATE TABLE a'", { kind: 'foreign', word: '' }],
  ['', { kind: 'foreign', word: '' }],
])('%s', (sql, head) => {
  expect(headOf(sql)).toEqual(head);
});

test('names in double quotes and in brackets are read where they are names', () => {
  expect(headOf('CREATE TABLE "#__a" (id int)', 'postgresql')).toEqual(created('table', '#__a'));
  expect(headOf('CREATE TABLE [dbo].[#__a] (id int)', 'sqlserver')).toEqual(created('table', '#__a'));
  expect(headOf('SET IDENTITY_INSERT [#__a] ON', 'sqlserver')).toEqual({ kind: 'rows', table: '#__a' });
  expect(headOf('CREATE TABLE [a] (id int)')).toEqual({ kind: 'foreign', word: 'CREATE' });
});

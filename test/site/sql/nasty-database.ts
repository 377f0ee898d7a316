// A made-up database that holds what breaks exports: in its data, in its names, and in the order of its tables.
import type { Dump, Table, Value } from '../../support/write-dump.ts';

const everyByte = Uint8Array.from({ length: 256 }, (_, value) => value);
/** No UTF-8, and full of bytes that mean something. */
const blob = Uint8Array.from({ length: 70_000 }, (_, index) => (index * 7919 + (index >> 8)) % 256);

const texts = [
  "it's",
  'say "hi"',
  'back\\slash, \\\\ two, \\',
  "\\'",
  "'';--",
  '`#__content`',
  '#__content and jos_content',
  "INSERT INTO `#__content` VALUES ('#__x');",
  '\n/**ABDB**/DROP TABLE `#__content`;\n/**ABDB**/',
  '/**ABDB**/',
  'DELIMITER $$\nEND $$\nDELIMITER ;',
  '$$ // ;;',
  '-- not a comment\n# nor this\n/* nor this',
  '*/ /*! SELECT 1 */',
  '\u{1F600} ä 日本語 \u200b\u202e',
  'null\0, tab\t, CR LF\r\n, ctrl-z \x1a',
  '',
  '0x41',
  '%_\\%\\_',
  'a:1:{s:3:"key";s:11:"it\'s #__ok;";}',
];

const content: Table = {
  name: '#__content',
  create:
    "CREATE TABLE `#__content` (\n  `id` int NOT NULL AUTO_INCREMENT,\n  `title` longtext COMMENT 'it''s; #__not',\n  `raw` longblob,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB AUTO_INCREMENT=9 DEFAULT CHARSET=utf8mb4",
  rows: [
    // Zero is a number like any other.
    [0, 'zero', null],
    ...texts.map((text, index): Value[] => [index + 1, text, null]),
    [100, null, everyByte],
    [101, 'hex', { hex: everyByte }],
    [102, 'binary', blob],
    [103, 'binary as hex', { hex: blob }],
    [104, texts.join('|').repeat(8000), null],
    [105, "'".repeat(1_500_000), null],
    ...Array.from({ length: 2000 }, (_, index): Value[] => [1000 + index, texts[index % texts.length] ?? '', null]),
  ],
};

/** Before the table that it refers to. */
const child: Table = {
  name: '#__child',
  create:
    'CREATE TABLE `#__child` (\n  `id` int NOT NULL,\n  `parent` int,\n  PRIMARY KEY (`id`),\n  KEY `#__idx_parent` (`parent`),\n  CONSTRAINT `#__fk_parent` FOREIGN KEY (`parent`) REFERENCES `#__parent` (`id`)\n) ENGINE=InnoDB',
  rows: [
    [1, 2],
    [2, null],
    [3, 1],
  ],
};

const parent: Table = {
  name: '#__parent',
  create: 'CREATE TABLE `#__parent` (\n  `id` int NOT NULL,\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB',
  rows: [[1], [2]],
};

const own: Table = {
  name: 'no_prefix',
  create:
    "CREATE TABLE `no_prefix` (\n  `order` int NOT NULL,\n  `a``b` varchar(20) DEFAULT '#__',\n  `delimiter` varchar(9),\n  UNIQUE KEY `order` (`order`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
  rows: [
    [1, '#__', ';'],
    [2, null, '$$'],
  ],
};

const log: Table = {
  name: '#__log',
  create: 'CREATE TABLE `#__log` (\n  `what` varchar(200)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4',
  rows: [],
};

const others = [
  "CREATE OR REPLACE ALGORITHM=MERGE VIEW `#__recent` AS select `#__content`.`id` AS `id`,'#__x' AS `x` from `#__content` where `#__content`.`id` > 1000",
  'CREATE OR REPLACE VIEW `#__recent_log` AS select `r`.`id` AS `id` from (`#__recent` `r` join `#__log`)',
  "CREATE TRIGGER `#__after_child` AFTER INSERT ON `#__child` FOR EACH ROW BEGIN\n  -- it's; a comment\n  IF NEW.id > 100 THEN INSERT INTO #__log VALUES ('#__child; $$ // ;;'); END IF;\n  /* another; */\nEND",
  "CREATE TRIGGER `#__one_line` BEFORE INSERT ON `#__log` FOR EACH ROW SET NEW.what = CONCAT(NEW.what, ';')",
  "CREATE PROCEDURE `#__count`(IN least INT)\nBEGIN\n  DECLARE n INT DEFAULT 0;\n  SELECT COUNT(*) INTO n FROM `#__content` WHERE id >= least;\n  SELECT n AS '$$';\nEND",
  'CREATE FUNCTION `#__half`(n INT) RETURNS INT DETERMINISTIC RETURN n / 2',
  "CREATE EVENT `#__tidy` ON SCHEDULE EVERY 1 DAY DISABLE DO BEGIN DELETE FROM `#__log`; SELECT 'DELIMITER ;'; END",
];

/** Without the comments that would swallow the rest of their line. */
const inOneLine = others.map((text) => text.replace(/--.*\n/g, ''));

export function nastyDump(generation: Dump['generation']): Dump {
  const tables = [child, content, parent, own, log];
  return { tables, others: generation === 'marked' ? others : inOneLine, generation, rowsPerInsert: 7 };
}

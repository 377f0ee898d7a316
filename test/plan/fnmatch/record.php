<?php
// Records what PHP's fnmatch answers, for pattern.test.ts. By hand, on Debian with php-cli of 8.1 or later:
//
//   php test/plan/fnmatch/record.php > test/plan/fnmatch/answers.json
//
// Every pattern of a group is asked about every path of it.

$site = [
    'index.php', 'configuration.php', '.htaccess', 'images/', 'images/a.jpg', 'images/sub/b.JPG', 'images/.hidden/c.jpg',
    'administrator/index.php', 'installation/sql/site.sql', 'installation/sql/site.s01', 'docs/naïve café.txt', '😀/1.txt',
];
$groups = [
    [[
        '*', '**', '?', '*.php', '*.jpg', '*.JPG', 'index.php', 'Index.php', '/index.php', '*/index.php', '*index.php', 'images',
        'images/', 'images/*', 'images/*.jpg', 'images/?.jpg', 'images?a.jpg', 'images/*/*', '*/*/*', '.*', '?htaccess', '[.]htaccess',
        '*.s[0-9][0-9]', '*.s??', 'installation/*', 'installation/sql/site.s*', '*[!p]', '*[!a-z]', '[a-i]*', '[^a-i]*', '*é*',
        '*[éè]*', '*na?ve*', '?/1.txt', '😀*', '[😀]/*', '*caf[[:alpha:]].txt', '[[:alpha:]]*', '[![:alpha:]]*', '[[:punct:]]*',
        '*[[:digit:]].*', '*[[:upper:]]*', '*[[:space:]]*', '*\\.php', 'im\\ages/*', 'i*s/*a*.*p*g', '*a*a*a*', '*?*?*?*?*?*?*?*?*?*?*?*',
        '????????????', '*.{jpg,php}', '~*', '#*', "*\t*",
    ], $site],
    [[
        '[]', '[]a]', '[!]a]', '[^]a]', '[a]', '[!a]', '[^a]', '[a^]', '[a!]', '[!!]', '[!^]', '[\\]]', '[\\a]', '[\\\\]', '[a\\-z]',
        '[\\a-\\z]', '[a-c]', '[c-a]', '[a-a]', '[a-]', '[-a]', '[a-c-e]', '[--0]', '[+-0]', '[]-a]', '[/]', '[!/]', '[.]', '[[]',
        '[[a]', '[]]', '[][]', '[[:alpha:]]', '[[:digit:]]', '[[:alnum:]]', '[[:punct:]]', '[[:upper:]]', '[[:lower:]]',
        '[[:space:]]', '[[:blank:]]', '[[:xdigit:]]', '[[:cntrl:]]', '[[:graph:]]', '[[:print:]]', '[![:alpha:]]', '[^[:digit:]a]',
        '[[:alpha:][:digit:]]', '[[:foo:]]', '[![:foo:]]', '[a[:foo:]]', '[[:foo:]a]', '[[::]]', '[[:Alpha:]]', '[:alpha:]',
        '[[:alpha:]-]', '[[:digit:]-z]', '[[=a=]]', '[[=a=]b]', '[[.a.]]', '[[.-.]]', '[[.a.]-c]', '[a-[.c.]]', '[[.space.]]',
        '[é]', '[!é]', '[à-ü]', '[a-é]', '\\*', '\\?', '\\[', '\\a', '\\\\', '?', '??', '*', '*?', '',
    ], ['', 'a', 'b', 'c', 'z', 'A', 'é', '5', '-', ']', '[', '!', '^', '\\', '/', '.', '*', '?', ':', ' ', "\t", "\x01", '€']],
    [[
        '[', '[[', '[a', '[!', '[^', '[!]', '[^]', '[]', '[]a', '*[', '*[a', 'a[', 'a[b', 'a[]b', '[a-', '[a-b', '[\\', '[a\\', 'a\\',
        '\\', '\\[a]', '[a]]', '[a]\\', '[[:alpha:]', '[[:alpha:', '[[:alpha', '[[:', '[[:FOO:]]',
    ], ['', '[', '[[', '[a', '[!', '[^', '[!]', '[^]', '[]', '[]a', 'x[', 'x[a', 'a[', 'a[b', 'a[]b', '[a-', '[a-b', '\\', '[\\', '[a\\',
        'a\\', '[a]', 'a]', 'a', '[:', '[[:alpha:]', ':]', 'F]']],
    [[
        'a*b', 'a*b*c', '*a*b', '*ab', '*ab*', 'a**b', 'a?b', 'a?*b', 'a*?b', '*abab', '*aab', 'ab*ab', '*a?c*',
    ], ['ab', 'a/b', 'a.b', 'abab', 'ababab', 'aab', 'aaab', 'abb', 'abc', 'a/b/c', 'ba', 'abac', 'aXcab', "a\nb", 'ABAB']],
];

$answers = [];
foreach ($groups as [$patterns, $paths]) {
    foreach ($patterns as $pattern) {
        $answer = ['pattern' => $pattern, 'takes' => [], 'leaves' => []];
        foreach ($paths as $path) $answer[fnmatch($pattern, $path) ? 'takes' : 'leaves'][] = $path;
        $answers[] = $answer;
    }
}
$flags = JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR;
echo "{\n  \"php\": ", json_encode(PHP_VERSION), ",\n  \"answers\": [\n    ";
echo implode(",\n    ", array_map(fn($answer) => json_encode($answer, $flags), $answers)), "\n  ]\n}\n";

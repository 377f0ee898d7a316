// Lint settings for the whole project: type-aware rules, and the two rules this project lives by
// (no HTML sinks, no bit operators where sizes and offsets are computed).
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

const noHtmlSinks = [
  {
    selector: 'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML|srcdoc)$/]',
    message: 'Archive text goes into text nodes only.',
  },
  {
    selector:
      "CallExpression[callee.property.name=/^(insertAdjacentHTML|write|writeln)$/][callee.object.name='document']",
    message: 'Archive text goes into text nodes only.',
  },
  { selector: 'SvelteMustacheTag[kind="raw"]', message: 'Archive text goes into text nodes only.' },
];

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'test/bench/work/', 'public/'] },
  js.configs.recommended,
  ts.configs.strictTypeChecked,
  svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        project: ['.config/tsconfig.engine.json', '.config/tsconfig.ui.json', '.config/tsconfig.test.json'],
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: new URL('..', import.meta.url).pathname,
      },
    },
    rules: {
      // TypeScript reports these itself, and knows the globals.
      'no-undef': 'off',
      'no-restricted-syntax': ['error', ...noHtmlSinks],
      'no-restricted-globals': ['error', 'fetch', 'XMLHttpRequest', 'localStorage', 'sessionStorage'],
      eqeqeq: 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Numbers in messages and log lines are meant to be printed.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    // Sizes pass 2^32 where bytes are counted; only checksums and ciphers work on words.
    files: ['src/{parts,archive,plan,decode,restore,sink,journal,extract,ui}/**'],
    rules: { 'no-bitwise': 'error' },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: {} },
  },
);

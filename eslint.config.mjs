import eslint from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Rooms that run in plain Node: neither the editor nor an adapter may be imported there (docs/architecture.md). */
const editorFree = {
  group: ['vscode', '**/adapters/**', '**/views/**', '**/commands/**'],
  message: 'This room knows neither the editor nor an adapter.',
};
const onlyAppKnowsAll = { group: ['**/extension', '**/app'], message: 'Only app.ts knows every room.' };
const onlyTypesOfEditor = (...group) => ({
  'no-restricted-imports': 'off',
  '@typescript-eslint/no-restricted-imports': ['error', { patterns: group }],
});

export default tseslint.config(
  { ignores: ['**/node_modules', 'dist', 'out', '.vscode-test'] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.mjs', 'esbuild.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      curly: 'error',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['src/api/**'],
    rules: onlyTypesOfEditor(editorFree, {
      group: ['**/session/**', '**/sandbox/**'],
      message: 'The protocol knows nobody.',
    }),
  },
  {
    files: ['src/session/**', 'src/history/**', 'src/batch/**', 'src/reports/**', 'src/loadTest/**'],
    rules: onlyTypesOfEditor(editorFree),
  },
  // Its command line is a program of its own, and builds what it needs.
  { files: ['src/contractTests/!(cli).ts'], rules: onlyTypesOfEditor(editorFree) },
  {
    files: ['src/sandbox/**'],
    rules: onlyTypesOfEditor(editorFree, {
      group: ['**/api/**', '**/session/**'],
      message: 'The sandbox shares nothing with the client: a common mistake would cancel itself out.',
    }),
  },
  {
    files: ['src/*/**'],
    ignores: ['src/{api,session,history,batch,reports,loadTest,sandbox}/**', 'src/contractTests/!(cli).ts'],
    rules: onlyTypesOfEditor(onlyAppKnowsAll),
  },
  {
    files: ['src/views/**'],
    rules: onlyTypesOfEditor(onlyAppKnowsAll, {
      group: ['**/commands/**'],
      message: 'A command shows views; a view runs a command by its id.',
    }),
  },
  {
    // What is loaded with its first use; esbuild.js makes a file of its own of each, and refuses what it does not know.
    files: ['src/**'],
    rules: { '@typescript-eslint/no-require-imports': ['error', { allow: ['^\\./'] }] },
  },
  {
    // Functions that run inside the browser's page stand among those of Node.
    files: ['test/**/*.mjs'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['test/**', 'src/*/cli.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{js,mjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: globals.node,
    },
    rules: { '@typescript-eslint/no-require-imports': 'off', 'no-console': 'off' },
  },
);

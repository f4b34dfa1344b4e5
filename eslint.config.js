import js from '@eslint/js';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** DESIGN's list, from the top of the house down: a layer may import those after it, never those before it. */
const LAYERS = ['app', 'editor', 'scene', 'engine', 'convert', 'blobgan'];

/** No arrow goes up: `target` is the layer that would import, `from` the one that it must not know. */
const zones = LAYERS.flatMap((layer, index) => [
  ...LAYERS.slice(0, index).map((above) => ({
    target: `./src/${layer}`,
    from: `./src/${above}`,
    message: `src/${layer} stands below src/${above} and must not know it (README, "The map").`,
  })),
  {
    target: `./src/${layer}`,
    from: './scripts',
    message: 'The page must not depend on scripts.',
  },
]);

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      'dist',
      'data',
      'runs',
      '.venv',
      '.cache',
      'models',
      'test-results',
      'playwright-report',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    plugins: { 'import-x': importX, 'react-hooks': reactHooks },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js', '.mjs'] })],
    },
    rules: {
      ...reactHooks.configs.recommended.rules,
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      'import-x/no-unresolved': 'off',
      // Typed arrays are indexed everywhere and `noUncheckedIndexedAccess` is on: where the index is known to be
      // inside, `!` says so.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'max-lines': ['warn', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['src/{blobgan,convert,scene}/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['react', 'react-dom*', 'konva', 'react-konva', 'onnxruntime-*', 'node:*'],
              message: 'This layer is pure: no view, no runtime, no platform.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/engine/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['react', 'react-dom*', 'konva', 'react-konva', 'zustand*', 'node:*'],
              message: 'The engine knows layouts, not views or documents.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', 'eslint.config.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);

import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** DESIGN's list, from the top of the house down: a layer may import those after it, never those before it. */
const LAYERS = ['app', 'editor', 'scene', 'engine', 'convert', 'blobgan', 'faults', 'bytes'];

const PLATFORMS = {
  group: [
    'react',
    'react-dom*',
    'react-dom/*',
    'konva',
    'react-konva',
    'onnxruntime-*',
    'onnxruntime-*/*',
    'node:*',
  ],
  message: 'This layer is pure: no view, no runtime, no platform.',
};

const VIEWS = {
  group: ['react', 'react-dom*', 'react-dom/*', 'konva', 'react-konva', 'zustand', 'zustand/*', 'node:*'],
  message: 'The engine knows layouts, not views or documents.',
};

/** No arrow goes up: for each layer, the folders that it must not know. */
const layers = LAYERS.map((layer, index) => ({
  files: [`src/${layer}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          ...LAYERS.slice(0, index).map((above) => ({
            group: [`**/${above}`, `**/${above}/**`],
            message: `src/${layer} stands below src/${above} and must not know it (README, "The map").`,
          })),
          { group: ['**/scripts/**'], message: 'The page must not depend on scripts.' },
          ...(['bytes', 'faults', 'blobgan', 'convert', 'scene'].includes(layer) ? [PLATFORMS] : []),
          ...(layer === 'engine' ? [VIEWS] : []),
        ],
      },
    ],
  },
}));

const SYNTAX = {
  files: ['src/**'],
  ignores: ['src/faults/**', 'src/editor/i18n/**'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector:
          ':matches(ReturnStatement, ArrowFunctionExpression) > ImportExpression[source.value=/^[^.]/]',
        message:
          'Handed on as a whole, a package comes with all that it has: import a module of ours that exports what is used.',
      },
      // What people hear of is a code with texts in every language; prose would reach them in English alone.
      {
        selector: ':matches(NewExpression, CallExpression)[callee.name=/^([A-Z][A-Za-z]*)?Error$/]',
        message:
          "Throw fault('code') with a text in src/editor/i18n, or a Defect when a programmer is wrong.",
      },
      {
        selector: 'ClassDeclaration[superClass.name=/Error$/]',
        message: 'Extend Fault, which has texts in every language, or Defect.',
      },
      {
        selector:
          'CallExpression[callee.name=/^(fault|tell|because)$/] :matches(Literal[value=/[a-z] [a-z]/i], TemplateElement[value.raw=/[a-z] [a-z]/i])',
        message: 'Values of a fault are names and numbers; words stand in src/editor/i18n, as a reason.',
      },
    ],
  },
};

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
    plugins: { 'react-hooks': reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      // Typed arrays are indexed everywhere and `noUncheckedIndexedAccess` is on: where the index is known to be
      // inside, `!` says so.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 350 }],
    },
  },
  ...layers,
  SYNTAX,
  {
    files: ['**/*.mjs', 'eslint.config.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
);

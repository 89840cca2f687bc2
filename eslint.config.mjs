import nx from '@nx/eslint-plugin';
import jest from 'eslint-plugin-jest';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { BOUNDARIES } from './tools/lint/boundaries.mjs';
import { requireProjectGraph } from './tools/lint/graph.mjs';
import { restrictedImports, restrictedSyntax } from './tools/lint/restrictions.mjs';

await requireProjectGraph();

const SPECS = ['**/*.spec.ts'];

export default defineConfig(
  globalIgnores(['**/dist/**', '**/node_modules/**', '**/.nx/**', '**/.aura/**', '**/coverage/**']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },

  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      // Nest and TypeORM take their options classes as literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-restricted-syntax': restrictedSyntax.everywhere,
      'no-restricted-imports': restrictedImports.everywhere,
    },
  },

  {
    files: ['**/*.{ts,mjs,cjs}'],
    rules: {
      'max-lines': ['error', 250],
      'max-lines-per-function': ['error', 40],
      'max-params': ['error', 3],
      'max-depth': ['error', 3],
      complexity: ['error', 8],
      eqeqeq: 'error',
    },
  },

  { files: ['**/config.ts'], rules: { 'no-restricted-syntax': restrictedSyntax.inConfig } },
  {
    files: ['libs/**/*.ts'],
    ignores: SPECS,
    rules: { 'no-restricted-imports': restrictedImports.inLibs },
  },
  {
    files: ['libs/{health,instrumentation}/**/*.ts'],
    ignores: SPECS,
    rules: { 'no-restricted-imports': restrictedImports.inServiceParts },
  },
  {
    files: ['libs/{metrics,thresholds,alerts,dashboards}/**/*.ts'],
    ignores: SPECS,
    rules: { 'no-restricted-imports': restrictedImports.inPureLibs },
  },
  {
    files: ['libs/alerts/**/*.ts'],
    ignores: SPECS,
    rules: { 'no-restricted-imports': restrictedImports.inAlerts },
  },

  {
    files: ['apps/**/*.ts', 'libs/**/*.ts', 'tools/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        { allow: [], banTransitiveDependencies: true, depConstraints: BOUNDARIES },
      ],
    },
  },

  {
    files: SPECS,
    plugins: { jest },
    languageOptions: { globals: jest.environments.globals.globals },
    rules: {
      'jest/expect-expect': ['error', { assertFunctionNames: ['expect*', 'fc.assert'] }],
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/no-identical-title': 'error',
      'jest/valid-expect': 'error',
      'jest/valid-title': ['error', { disallowedWords: ['should', 'works'] }],
      'jest/unbound-method': 'error',
      '@typescript-eslint/unbound-method': 'off',
      // A `describe` holds many tests; each of them is held to one screen by its readers.
      'max-lines-per-function': 'off',
    },
  },
);

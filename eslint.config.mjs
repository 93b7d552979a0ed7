import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { oneWay } from './scripts/lint/oneWay.mjs';

export default defineConfig(
  { ignores: ['**/generated.ts', 'dist', '.compiled', 'coverage', '.data'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { imports: { rules: { 'one-way': oneWay } } },
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'imports/one-way': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
    },
  },
);

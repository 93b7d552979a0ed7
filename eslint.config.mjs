import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const oneWay = (files, ...group) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [{ group, message: 'Dependencies point one way: see README, "Folders".' }] },
    ],
  },
});
const outside = ['**/subgraphs/**', '**/gateway/**', '**/pluvo/**'];

export default defineConfig(
  { ignores: ['**/generated.ts', 'dist', 'coverage', '.data'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
    },
  },
  oneWay(['platform/**'], ...outside),
  oneWay(['pluvo/*.ts'], '**/subgraphs/**', '**/gateway/**', '**/sandbox/**'),
  oneWay(['pluvo/sandbox/**'], '**/subgraphs/**', '**/gateway/**', '../*.js', '!../types.js'),
  oneWay(['subgraphs/users/**'], '**/certificates/**', '**/gateway/**', '**/sandbox/**'),
  oneWay(['subgraphs/certificates/**'], '**/users/**', '**/gateway/**', '**/sandbox/**'),
  oneWay(['gateway/**'], '**/subgraphs/**', '**/pluvo/**'),
);

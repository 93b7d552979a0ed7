import { describe, expect, test } from '@jest/globals';
import { staleFiles } from '../../../scripts/fresh/staleFiles.js';

const generated = [
  { path: 'docs/errors.md', content: 'one\ntwo\n', command: 'npm run docs' },
  { path: 'supergraph.graphql', content: 'graph\n', command: 'npm run compose' },
];
const given = (files: Readonly<Record<string, string>>) =>
  staleFiles(generated, (path) => files[path]);

describe('The check of generated files', () => {
  test('is content when each is as it would be generated now', () => {
    expect(given({ 'docs/errors.md': 'one\ntwo\n', 'supergraph.graphql': 'graph\n' })).toEqual([]);
  });

  test('names each file that is not, where it starts to differ, and the command that writes it', () => {
    expect(given({ 'docs/errors.md': 'one\nzwei\n', 'supergraph.graphql': 'old\n' })).toEqual([
      'docs/errors.md is stale from line 2 on: npm run docs',
      'supergraph.graphql is stale from line 1 on: npm run compose',
    ]);
  });

  test('notices a file that is cut short, goes on too long, or is not there', () => {
    expect(given({ 'docs/errors.md': 'one\n' })).toEqual([
      'docs/errors.md is stale from line 2 on: npm run docs',
      'supergraph.graphql is missing: npm run compose',
    ]);
    expect(given({ 'docs/errors.md': 'one\ntwo\nthree\n', 'supergraph.graphql': 'graph' })).toEqual(
      [
        'docs/errors.md is stale from line 3 on: npm run docs',
        'supergraph.graphql is stale from line 2 on: npm run compose',
      ],
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { lockFileProblems } from '../../../scripts/fresh/lockFileProblems.js';

const lockFile = (entry: object) =>
  JSON.stringify({ packages: { 'node_modules/pg': { version: '8.0.0', ...entry } } }, null, 2);

describe('The lock file', () => {
  test('installs the same from any registry', () => {
    expect(lockFileProblems(readFileSync('package-lock.json', 'utf8'))).toEqual([]);
  });

  test.each([
    ['the address of a registry', { resolved: 'https://registry.example.org/pg/-/pg-8.0.0.tgz' }],
    ['a link to a folder', { link: true }],
    ['a version that is a path', { version: 'file:../pg' }],
  ])('is refused with %s', (_what, entry) => {
    expect(lockFileProblems(lockFile({}))).toEqual([]);
    expect(lockFileProblems(lockFile(entry))).toEqual([
      expect.stringMatching(/^package-lock\.json line \d+ /),
    ]);
  });
});

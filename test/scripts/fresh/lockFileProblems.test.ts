import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { lockFileProblems } from '../../../scripts/fresh/lockFileProblems.js';

const lockFile = (entry: object) =>
  JSON.stringify({
    packages: {
      '': { name: 'certificate-graph' },
      'node_modules/pg': { version: '8.0.0', ...entry },
      'node_modules/pg/node_modules/pg-linux': { version: '8.0.0' },
    },
  });

describe('The lock file', () => {
  test('installs the same from any registry, on any platform', () => {
    expect(lockFileProblems(readFileSync('package-lock.json', 'utf8'))).toEqual([]);
    expect(lockFileProblems(lockFile({ optionalDependencies: { 'pg-linux': '8' } }))).toEqual([]);
  });

  test.each([
    [
      'the address of a registry',
      { resolved: 'https://registry.example.org/pg.tgz' },
      'node_modules/pg names where it came from: https://registry.example.org/pg.tgz',
    ],
    [
      'a link to a folder',
      { resolved: '../pg', link: true },
      'node_modules/pg is a link to a folder',
    ],
    [
      'a platform missing',
      { optionalDependencies: { 'pg-linux': '8', 'pg-darwin': '8' } },
      'node_modules/pg has no pg-darwin; take a version whose packages are all published',
    ],
  ])('is refused with %s', (_what, entry, problem) => {
    expect(lockFileProblems(lockFile(entry))).toEqual([problem]);
  });
});

import { describe, expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { embeddedSettings } from '../../../embedded/config.js';
import { gatewaySettings } from '../../../gateway/config.js';
import { kinds, setting, type Settings } from '../../../platform/config.js';
import { pluvoSettings } from '../../../pluvo/config.js';
import { sandboxSettings } from '../../../pluvo/sandbox/config.js';
import { configurationPage } from '../../../scripts/docs/configurationPage.js';
import { describeSetting } from '../../../scripts/docs/describeSetting.js';
import { errorsPage } from '../../../scripts/docs/errorsPage.js';
import { markdownTable } from '../../../scripts/docs/markdownTable.js';
import { certificatesSettings } from '../../../subgraphs/certificates/config.js';
import { usersSettings } from '../../../subgraphs/users/config.js';

const filesBelow = (folder: string) =>
  readdirSync(folder, { encoding: 'utf8', recursive: true }).map((path) => join(folder, path));

describe('The page of settings', () => {
  test('names every variable of every process', () => {
    const page = configurationPage();
    const processes: readonly Settings[] = [
      ...[embeddedSettings, gatewaySettings, usersSettings, certificatesSettings],
      ...[pluvoSettings, sandboxSettings],
    ];
    const variables = processes.flatMap((each) => Object.values(each).map(({ env }) => env));
    expect(variables.filter((env) => !page.includes(`| \`${env}\` |`))).toEqual([]);
  });

  test.each([
    ['required', kinds.secret, { required: true }, 'a secret of at least 16 characters'],
    ['a default', kinds.whole(1, 9).default(5), { default: '5' }, 'a whole number from 1 to 9'],
    ['a switch', kinds.flag.default(false), { default: 'false' }, 'true or false'],
    [
      'optional',
      kinds.url('http').optional(),
      { default: undefined },
      'a URL that starts with http:',
    ],
    ['one of several', z.enum(['a', 'b'], 'expected a or b'), { required: true }, 'a or b'],
  ])('reads off the schema what a setting takes: %s', (_kind, schema, absent, takes) => {
    expect(describeSetting(setting('SOME', schema, 'About.'))).toEqual({
      ...{ env: 'SOME', about: 'About.', secret: false },
      ...{ takes, absent },
    });
  });
});

describe('The page of errors', () => {
  test('has every code that a caller can get', () => {
    const page = errorsPage();
    const tables = ['gateway', 'platform', 'pluvo', 'subgraphs']
      .flatMap((folder) => filesBelow(folder))
      .filter((path) => basename(path) === 'errors.ts' && !path.includes('sandbox'));
    const codes = tables.flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/^ {2}([A-Z_]+): \{$/gm)].map(([, code]) => code),
    );
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !page.includes(`| \`${String(code)}\` |`))).toEqual([]);
  });
});

describe('A table', () => {
  test('keeps bars and line breaks inside their cells', () => {
    expect(markdownTable(['a', 'b'], [['1 | 2', 'x\ny']])).toBe(
      '| a | b |\n| --- | --- |\n| 1 \\| 2 | x y |\n',
    );
  });
});

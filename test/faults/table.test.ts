import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const rows = read('docs/faults.md')
  .split('\n')
  .flatMap((line) => {
    const [, number, tests = ''] = /^\| (\d+) \|.*\| ([^|]+) \|$/.exec(line) ?? [];
    return number === undefined ? [] : { number: Number(number), tests };
  });

test('the table of faults has each of them once, in order', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 55 }, (_, i) => i + 1));
});

test('every fault names tests that exist', () => {
  for (const { number, tests } of rows) {
    for (const named of tests.split('<br>')) {
      const [, file = '', title = ''] = /^`(test\/[^`]+\.test\.ts)` (.{10,})$/.exec(named) ?? [];
      expect({ number, named, file }).toMatchObject({ file: expect.stringContaining('test/') });
      const exists = [`'`, `"`, '`'].some((quote) =>
        read(file).includes(`${quote}${title}${quote},`),
      );
      expect({ number, named, exists }).toEqual({ number, named, exists: true });
    }
  }
});

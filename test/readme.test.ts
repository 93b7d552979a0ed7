import { expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

test('every promise in the README names a test that exists', () => {
  const [, section = ''] = /## What it promises\n([\s\S]*?)\n## /.exec(read('README.md')) ?? [];
  const promises = section.split('\n- ').slice(1);
  expect(promises.length).toBeGreaterThan(10);
  for (const promise of promises) {
    const [, file = '', name = ''] = /`(test\/[^`]+)`\s+"([^"]+)"/.exec(promise) ?? [];
    expect(read(file)).toContain(name);
  }
});

test.each([
  ...['README.md', 'CONTRIBUTING.md', 'docs/issuing.md', 'docs/gateway.md'],
  'docs/decisions/README.md',
])('every file that %s links to exists', (page) => {
  const folder = new URL(page, root);
  const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
  const missing = links.filter((link) => !existsSync(fileURLToPath(new URL(link, folder))));
  expect(missing).toEqual([]);
});

test('every script that the README runs exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = [...read('README.md').matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

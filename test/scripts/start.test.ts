import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
  for (const part of ['embedded', 'gateway', 'platform', 'pluvo', 'subgraphs', 'scripts'])
    await mkdir(join(folder, part));
  await copyFile('scripts/start.mjs', join(folder, 'scripts/start.mjs'));
  await mkdir(join(folder, 'node_modules/greeting'), { recursive: true });
  await symlink(resolve('node_modules/esbuild'), join(folder, 'node_modules/esbuild'));
  await install('Hello', 1);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(join(folder, 'supergraph.graphql'), '');
  await mkdir(join(folder, 'gateway/planning'));
  await writeFile(join(folder, 'gateway/planning/planInThread.ts'), '');
  await writeFile(join(folder, 'main.ts'), `import './platform/said.js';`);
});
afterAll(() => rm(folder, { recursive: true }));

/** A package as it would be after `npm install`. */
async function install(greeting: string, atS: number): Promise<void> {
  const packages = join(folder, 'node_modules');
  await writeFile(join(packages, 'greeting/package.json'), '{ "type": "commonjs" }');
  await writeFile(join(packages, 'greeting/index.js'), `exports.greeting = '${greeting}';`);
  await writeFile(join(packages, '.package-lock.json'), '{}');
  await utimes(join(packages, '.package-lock.json'), atS, atS);
}

/** @param atS when it was saved. */
async function saying(words: string, atS: number): Promise<string> {
  const file = join(folder, 'platform/said.ts');
  await writeFile(
    file,
    `import { greeting } from 'greeting'; const words: string = '${words}'; console.log(greeting, words);`,
  );
  await utimes(file, atS, atS);
  const { stdout } = await promisify(execFile)('node', [join(folder, 'scripts/start.mjs')]);
  return stdout.trim();
}

test('npm start runs the sources as they are, newer or older than at the last start', async () => {
  expect(await saying('first', 2_000)).toBe('Hello first');
  expect(await saying('then', 3_000)).toBe('Hello then');
  expect(await saying('before', 1_000)).toBe('Hello before');
});

test('npm start runs the packages that are installed by now', async () => {
  expect(await saying('you', 4_000)).toBe('Hello you');
  await install('Goodbye', 5_000);
  expect(await saying('you', 4_000)).toBe('Goodbye you');
});

import { expect, test } from '@jest/globals';
import { packagesAtStart } from '../../bench/start/packagesAtStart.js';

const packages = packagesAtStart('main.ts', './embedded/startEmbedded.js');

test('packages are found through the files that are imported, each once', () => {
  expect(packages).toEqual(expect.arrayContaining(['fastify', 'graphql', 'undici', 'zod']));
  expect(new Set(packages).size).toBe(packages.length);
});

test('what is imported for its types only, or belongs to Node.js, is not among them', () => {
  expect(packages).not.toContain('pino-pretty');
  expect(packages.some((name) => name.startsWith('node:'))).toBe(false);
});

import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ada, grace, issue, titlesOf } from './support/documents.js';
import { useSandboxes } from './support/sandboxes.js';

const start = useSandboxes();
let folder = '';
let file = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  file = join(folder, 'made', 'on-demand', 'sandbox.jsonl');
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('what was issued and who was changed is still there after a restart', async () => {
  const first = await start({ file });
  const { id } = grace(first.sandbox);
  const gone = ada(first.sandbox).id;
  await issue(first, [id], { title: 'Before' });
  await first.graphql(
    'mutation { updateOrCreateUser(ref: "X1", email: "new@example.com") { created } }',
  );
  await first.admin('POST', 'users', { user: gone, delete: true });
  const truth = first.sandbox.organization.effects.find();
  await first.stop();

  const second = await start({ file });
  expect(second.sandbox.organization.effects.find()).toEqual(truth);
  expect(second.sandbox.organization.people.byRef('X1')?.email).toBe('new@example.com');
  expect(second.sandbox.organization.people.byId(gone)).toBeUndefined();
  await issue(second, [id], { title: 'After' });
  await second.stop();

  const third = await start({ file });
  expect(await titlesOf(third, id)).toEqual(['Before', 'After']);
  const items = third.sandbox.organization.effects.find().map((effect) => effect.portfolioItemId);
  expect(new Set(items).size).toBe(2);
});

test('without a file everything is forgotten at the end', async () => {
  const first = await start();
  await issue(first, [grace(first.sandbox).id]);
  await first.stop();
  expect((await start()).sandbox.organization.effects.count).toBe(0);
});

test('a last line that was cut off by a kill is passed over, and writing goes on behind it', async () => {
  const first = await start({ file });
  const { id } = grace(first.sandbox);
  await issue(first, [id], { title: 'Whole' });
  await first.stop();
  appendFileSync(file, '{"kind":"effect","effect":{"portfolioItem');

  const second = await start({ file });
  expect(await titlesOf(second, id)).toEqual(['Whole']);
  await issue(second, [id], { title: 'Next' });
  await second.stop();
  expect(await titlesOf(await start({ file }), id)).toEqual(['Whole', 'Next']);
});

test('a file that is damaged elsewhere is refused, and left as it is', async () => {
  const first = await start({ file });
  await issue(first, [grace(first.sandbox).id]);
  await first.stop();
  const damaged = readFileSync(file, 'utf8').replace('"effect"', '"effcet"');
  writeFileSync(file, damaged);
  await expect(start({ file })).rejects.toMatchObject({ code: 'SANDBOX_FILE_UNREADABLE' });
  expect(readFileSync(file, 'utf8')).toBe(damaged);
});

test('a file of another seed is refused: its people do not exist here', async () => {
  await (await start({ file, seed: 'one' })).stop();
  await expect(start({ file, seed: 'two' })).rejects.toMatchObject({
    code: 'SANDBOX_FILE_OF_OTHER_SEED',
  });
});

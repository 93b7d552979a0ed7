import { afterEach, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { Closings } from '../../../platform/lifecycle.js';
import { shareable } from './support/shareable.js';
import { startPlanner, type StartedPlanner } from './support/startPlanner.js';

const sdl = shareable(3);
const costly = { name: 'costly' };
const other = { name: 'other' };

/** Each of another structure, and planned for minutes. */
const bombs = ['id', '__typename', 'id __typename', '... on A { id }', '... on B { id }'].map(
  (leaf) => parse(`{${'a{'.repeat(11)}${leaf}${'}'.repeat(11)}}`),
);
const [firstBomb = parse('{ a { id } }'), ...furtherBombs] = bombs;
const small = parse('{ a { id } }');

const closings = new Closings();
afterEach(() => closings.run());

function start(options: Partial<Parameters<typeof startPlanner>[0]>): StartedPlanner {
  const planner = startPlanner({ sdl, ...options });
  closings.add(() => planner.stop());
  return planner;
}

const code = (value: string, details = {}) =>
  expect.objectContaining({ code: value, details: expect.objectContaining(details) });

/** Asks for what nobody waits for the end of. */
function askInVain(planner: StartedPlanner, documents: typeof bombs): void {
  for (const document of documents)
    planner.plan(document, undefined, costly).catch(() => undefined);
}

test('callers take turns: who asks for one operation waits for one of those who ask for many', async () => {
  const planner = start({ deadlineMs: 1_000, workers: 1 });
  askInVain(planner, bombs);
  await expect(planner.plan(small, undefined, other)).resolves.toHaveProperty('plan.node');
  expect(await planner.plans('too costly')).toBe(1);
});

test('it is also the turn of whoever waits for what another asked for first', async () => {
  const planner = start({ deadlineMs: 1_000, workers: 1 });
  askInVain(planner, [...bombs, small]);
  await expect(planner.plan(small, undefined, other)).resolves.toHaveProperty('plan.node');
  expect(await planner.plans('too costly')).toBe(1);
  expect(await planner.plans('coalesced')).toBe(1);
});

test('who once asked for what was too costly leaves a thread to others from then on', async () => {
  const planner = start({ deadlineMs: 3_000, workers: 2 });
  await expect(planner.plan(firstBomb, undefined, costly)).rejects.toEqual(
    code('PLANNING_TOO_COSTLY'),
  );
  askInVain(planner, furtherBombs);
  await expect(planner.plan(small, undefined, other)).resolves.toHaveProperty('plan.node');
  expect(await planner.plans('too costly')).toBe(1);
});

test('a caller is refused more waiting operations than a caller may have, and others are not', async () => {
  const planner = start({ deadlineMs: 1_000, workers: 1, maxQueued: 3, maxQueuedPerCaller: 1 });
  await planner.ready();
  askInVain(planner, bombs.slice(0, 2));
  await expect(planner.plan(small, undefined, costly)).rejects.toEqual(
    code('PLANNING_OVERLOADED', { by: 'the caller', limit: 1 }),
  );
  await expect(planner.plan(small, undefined, other)).resolves.toHaveProperty('plan.node');
});

test('all callers together have no more waiting operations than all may have', async () => {
  const planner = start({ deadlineMs: 1_000, workers: 1, maxQueued: 1, maxQueuedPerCaller: 1 });
  await planner.ready();
  askInVain(planner, bombs.slice(0, 2));
  await expect(planner.plan(small, undefined, other)).rejects.toEqual(
    code('PLANNING_OVERLOADED', { by: 'all callers', limit: 1 }),
  );
});

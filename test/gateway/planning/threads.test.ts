import { afterEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { Closings } from '../../../platform/lifecycle.js';
import { ManualClock } from '../../support/ManualClock.js';
import { eventually } from '../../support/eventually.js';
import { shareable } from './support/shareable.js';
import { startPlanner, type StartedPlanner } from './support/startPlanner.js';

const two = shareable(2);

/** Small and within every limit, and planned for minutes: depth 12. */
const bomb = parse(`{${'a{'.repeat(11)}id${'}'.repeat(11)}}`);
const small = (field: string) => parse(`{ a { ${field}: id } }`);
const soon = { deadlineMs: 1_000, workers: 1 };

const closings = new Closings();
afterEach(() => closings.run());

function start(options: Partial<Parameters<typeof startPlanner>[0]> = {}): StartedPlanner {
  const planner = startPlanner({ sdl: two, ...options });
  closings.add(() => planner.stop());
  return planner;
}

const code = (value: string) => expect.objectContaining({ code: value });

describe.each([2, 3])('with fields shareable in %i subgraphs', (subgraphs) => {
  test('an operation that is planned for ever is ended and refused, and others are planned after it', async () => {
    const planner = start({ sdl: shareable(subgraphs), ...soon });
    await expect(planner.plan(bomb, undefined)).rejects.toEqual(code('PLANNING_TOO_COSTLY'));
    expect(await planner.kills()).toBe(1);
    await expect(planner.plan(small('x'), undefined)).resolves.toHaveProperty('plan.node');
  });
});

test('other operations are planned while one is planned for ever', async () => {
  const planner = start({ deadlineMs: 60_000, workers: 2 });
  const endless = planner.plan(bomb, undefined);
  const ended = expect(endless).rejects.toThrow('stopped');
  await expect(planner.plan(small('x'), undefined)).resolves.toHaveProperty('plan.node');
  expect(await planner.plans('too costly')).toBe(0);
  await planner.stop();
  await ended;
});

test('what was refused is refused at once when it comes again, however it is laid out', async () => {
  const planner = start(soon);
  await expect(planner.plan(bomb, undefined)).rejects.toEqual(code('PLANNING_TOO_COSTLY'));
  const again = parse(`{${'\n a {'.repeat(11)} id ${'}\n'.repeat(11)}} # again`);
  await expect(planner.plan(again, undefined)).rejects.toEqual(code('PLANNING_TOO_COSTLY'));
  expect([await planner.kills(), await planner.plans('remembered')]).toEqual([1, 1]);
});

/** The same, so that only planning it would show: by other names, under other conditions that come to the same. */
const variant = (alias: string) =>
  parse(
    `query ${alias}($${alias}: Boolean!) {${`${alias}: a{`.repeat(11)}${alias}: id @skip(if: $${alias})${'}'.repeat(11)}}`,
  );

test('what was refused is refused at once under other names, too', async () => {
  const planner = start(soon);
  for (const alias of ['x', 'y', 'z'])
    await expect(planner.plan(variant(alias), undefined)).rejects.toEqual(
      code('PLANNING_TOO_COSTLY'),
    );
  expect([await planner.kills(), await planner.plans('remembered')]).toEqual([1, 2]);
});

test('who asks for one operation under many names holds one thread, and others are planned meanwhile', async () => {
  const planner = start({ deadlineMs: 60_000, workers: 2 });
  const ended = ['x', 'y', 'z'].map((alias) =>
    expect(planner.plan(variant(alias), undefined)).rejects.toThrow('stopped'),
  );
  await expect(planner.plan(small('x'), undefined)).resolves.toHaveProperty('plan.node');
  await planner.stop();
  await Promise.all(ended);
});

test('no more refusals are remembered than the bound', async () => {
  const planner = start({ deadlineMs: 1, workers: 1, rememberRefusals: 1 });
  await planner.ready();
  for (const document of [bomb, parse(`{${'a{'.repeat(10)}id${'}'.repeat(10)}}`), bomb])
    await expect(planner.plan(document, undefined)).rejects.toEqual(code('PLANNING_TOO_COSTLY'));
  expect(await planner.plans('remembered')).toBe(0);
});

test('what was refused is tried again after a while: the machine may have had no time for it', async () => {
  const clock = new ManualClock();
  const planner = start({ ...soon, clock, rememberRefusalsMs: 60_000 });
  for (const passedMs of [0, 59_999, 1]) {
    clock.advance(passedMs);
    await expect(planner.plan(bomb, undefined)).rejects.toEqual(code('PLANNING_TOO_COSTLY'));
  }
  expect([await planner.kills(), await planner.plans('remembered')]).toEqual([2, 1]);
});

test('more operations than may wait are refused, and those that wait are planned', async () => {
  const planner = start({ ...soon, maxQueued: 1 });
  await planner.ready();
  const ended = expect(planner.plan(bomb, undefined)).rejects.toEqual(code('PLANNING_TOO_COSTLY'));
  const waiting = planner.plan(small('x'), undefined);
  const other = parse('{ a { a { id } } }');
  await expect(planner.plan(other, undefined)).rejects.toEqual(code('PLANNING_OVERLOADED'));
  await ended;
  await expect(waiting).resolves.toHaveProperty('plan.node');
});

test('the same operation asked for twice at once is planned once', async () => {
  const planner = start();
  const plans = await Promise.all([
    planner.plan(small('x'), undefined),
    planner.plan(small('x'), undefined),
  ]);
  expect(plans[0]).toBe(plans[1]);
  expect([await planner.plans('planned'), await planner.plans('coalesced')]).toEqual([1, 1]);
});

test('an operation is told apart by its name', async () => {
  const planner = start();
  const document = parse('query A { a { x: id } } query B { a { y: id } }');
  const plans = await Promise.all([planner.plan(document, 'A'), planner.plan(document, 'B')]);
  expect(plans.map((plan) => JSON.stringify(plan).match(/[xy]:id/)?.[0])).toEqual(['x:id', 'y:id']);
});

test('a stopped planner plans nothing, and whoever waits is told', async () => {
  const planner = start({ deadlineMs: 60_000, workers: 1 });
  await planner.ready();
  const ended = [bomb, small('x')].map((document) =>
    expect(planner.plan(document, undefined)).rejects.toThrow('stopped'),
  );
  await planner.stop();
  await Promise.all(ended);
  await expect(planner.plan(small('y'), undefined)).rejects.toThrow('stopped');
});

test('a supergraph that cannot be planned for is reported, not waited for', async () => {
  const planner = start({ sdl: 'type Query { a: Int }' });
  await expect(planner.ready()).rejects.toThrow('supergraph');
  await expect(planner.plan(parse('{ a }'), undefined)).rejects.toThrow('supergraph');
});

test('names of prototypes are names like others', async () => {
  const planner = start();
  const plan = await planner.plan(
    parse('{ __proto__: a { constructor: id prototype: __typename } }'),
    undefined,
  );
  expect(JSON.stringify(plan)).toContain('__proto__:a{');
  expect(({} as Record<string, unknown>)['id']).toBeUndefined();
});

test('an idle planner does not keep the process alive', async () => {
  const planner = start();
  await planner.ready();
  await eventually(() => !process.getActiveResourcesInfo().includes('MessagePort'));
});

import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { faultSchema } from '../../../pluvo/sandbox/faults/Fault.js';
import { ManualClock } from '../../support/ManualClock.js';
import { activePeople, ada, bulkGenerate, grace, issue, titlesOf } from './support/documents.js';
import { ManualScheduler } from './support/ManualScheduler.js';
import { tokenIn, useSandboxes, type TestSandbox } from './support/sandboxes.js';
import { until } from './support/until.js';

const start = useSandboxes();

async function arm({ admin }: TestSandbox, fault: Record<string, unknown>): Promise<void> {
  expect((await admin('POST', 'faults', fault)).status).toBe(201);
}
const effectsOf = ({ sandbox }: TestSandbox) => sandbox.organization.effects.count;
const isFired = ({ sandbox }: TestSandbox) => sandbox.faults.report()[0]?.fired === 1;

/** Issues to Grace, waits until the fault has struck, makes sure that no answer has come, and gives up. */
async function issueInVain(test: TestSandbox): Promise<void> {
  const patience = new AbortController();
  const settled = { is: false };
  const pending = issue(test, [grace(test.sandbox).id], { signal: patience.signal }).finally(() => {
    settled.is = true;
  });
  pending.catch(() => undefined);
  await until(() => isFired(test));
  // Another request, all the way there and back: an answer to the first would have come by now.
  await test.admin('GET', 'faults');
  expect(settled.is).toBe(false);
  patience.abort();
  await expect(pending).rejects.toMatchObject({ name: 'AbortError' });
}

describe('no answer', () => {
  test('effect-then-no-answer: it is issued, and the client waits in vain', async () => {
    const test = await start();
    await arm(test, { name: 'effect-then-no-answer' });
    await issueInVain(test);
    expect(effectsOf(test)).toBe(1);
  });

  test('no-effect-no-answer: nothing is issued, and the client waits in vain', async () => {
    const test = await start();
    await arm(test, { name: 'no-effect-no-answer' });
    await issueInVain(test);
    expect(effectsOf(test)).toBe(0);
  });

  test('late-effect: it is issued after the client has given up', async () => {
    const scheduler = new ManualScheduler();
    const test = await start({ scheduler });
    await arm(test, { name: 'late-effect', delayMs: 5_000 });
    await issueInVain(test);
    expect(effectsOf(test)).toBe(0);
    expect(scheduler.runNext()).toBe(5_000);
    expect(effectsOf(test)).toBe(1);
  });

  test('late-effect can break the connection at once instead', async () => {
    const scheduler = new ManualScheduler();
    const test = await start({ scheduler });
    await arm(test, { name: 'late-effect', delayMs: 5_000, drop: true });
    await expect(issue(test, [grace(test.sandbox).id])).rejects.toThrow('fetch failed');
    expect(effectsOf(test)).toBe(0);
    scheduler.runNext();
    expect(effectsOf(test)).toBe(1);
  });

  test('a connection without an answer can be broken after a while', async () => {
    const scheduler = new ManualScheduler();
    const test = await start({ scheduler });
    await arm(test, { name: 'no-effect-no-answer', holdMs: 700 });
    const pending = issue(test, [grace(test.sandbox).id]);
    pending.catch(() => undefined);
    await until(() => scheduler.size === 1);
    expect(scheduler.runNext()).toBe(700);
    await expect(pending).rejects.toThrow('fetch failed');
  });

  test('a sandbox that stops lets go of whoever still waits', async () => {
    const test = await start();
    await arm(test, { name: 'no-effect-no-answer' });
    const pending = issue(test, [grace(test.sandbox).id]);
    pending.catch(() => undefined);
    await until(() => isFired(test));
    await test.stop();
    await expect(pending).rejects.toThrow('fetch failed');
  });
});

describe('a broken answer', () => {
  test.each([false, true])('reset: the connection breaks; issued: %s', async (effect) => {
    const test = await start();
    await arm(test, { name: 'reset', effect });
    await expect(issue(test, [grace(test.sandbox).id])).rejects.toThrow('fetch failed');
    expect(effectsOf(test)).toBe(effect ? 1 : 0);
  });

  test('truncated-body: it is issued, and the answer ends in the middle', async () => {
    const test = await start();
    await arm(test, { name: 'truncated-body' });
    await expect(issue(test, [grace(test.sandbox).id])).rejects.toThrow('terminated');
    expect(effectsOf(test)).toBe(1);
  });

  test('503-after-effect: it is issued, and the answer is a page of HTML', async () => {
    const test = await start();
    await arm(test, { name: '503-after-effect' });
    const { status, headers } = await issue(test, [grace(test.sandbox).id]);
    expect(status).toBe(503);
    expect(headers.get('content-type')).toContain('text/html');
    expect(effectsOf(test)).toBe(1);
  });

  test.each([false, true])('data-null-with-errors: issued: %s', async (effect) => {
    const test = await start();
    await arm(test, { name: 'data-null-with-errors', effect });
    const { status, body } = await issue(test, [grace(test.sandbox).id]);
    expect({ status, body }).toEqual({
      status: 200,
      body: { errors: [{ message: 'Internal server error' }], data: null },
    });
    expect(effectsOf(test)).toBe(effect ? 1 : 0);
  });
});

describe('an answer that does not say what happened', () => {
  test('partial-success: some are in neither list, some fail', async () => {
    const test = await start();
    const ids = activePeople(test.sandbox, 5).map(({ id }) => id);
    await arm(test, { name: 'partial-success', missing: 2, failed: 1 });
    const { body } = await issue(test, ids);
    expect(body).toEqual(bulkGenerate(ids.slice(0, 2), ids.slice(2, 3)));
    expect(effectsOf(test)).toBe(2);
  });

  test('partial-success: the missing ones may have it all the same', async () => {
    const test = await start();
    const ids = activePeople(test.sandbox, 3).map(({ id }) => id);
    await arm(test, { name: 'partial-success', missingEffect: true });
    expect((await issue(test, ids)).body).toEqual(bulkGenerate(ids.slice(0, 2), []));
    expect(effectsOf(test)).toBe(3);
  });

  test('overlapping-lists: some are in both lists, and some were never asked for', async () => {
    const test = await start();
    const ids = activePeople(test.sandbox, 2).map(({ id }) => id);
    await arm(test, { name: 'overlapping-lists', overlap: 1, foreign: 1 });
    expect((await issue(test, ids)).body).toEqual(
      bulkGenerate([...ids, 'ffffffff-ffff-4fff-8fff-000000000000'], ids.slice(0, 1)),
    );
    expect(effectsOf(test)).toBe(2);
  });

  test('portfolio-lag: what is issued shows later, in lists and by id', async () => {
    const clock = new ManualClock();
    const test = await start({ clock });
    const { id } = grace(test.sandbox);
    await arm(test, { name: 'portfolio-lag', delayMs: 60_000 });
    expect((await issue(test, [id], { title: 'Late' })).body).toEqual(bulkGenerate([id], []));
    const item = test.sandbox.organization.effects.find()[0]?.portfolioItemId ?? '';
    expect(await titlesOf(test, id)).toEqual([]);
    expect(test.sandbox.organization.portfolio.byId(item)).toBeUndefined();
    clock.advance(60_000);
    expect(await titlesOf(test, id)).toEqual(['Late']);
    expect(test.sandbox.organization.portfolio.byId(item)).toMatchObject({ title: 'Late' });
  });
});

describe('refusals', () => {
  const ask = ({ graphql }: TestSandbox) => graphql('{ certificates { count } }');

  test('429-storm: every request is throttled while it lasts', async () => {
    const test = await start();
    await arm(test, { name: '429-storm', count: 2, retryAfterS: 120 });
    const [first, second, third] = [await ask(test), await ask(test), await ask(test)];
    expect([first.status, second.status, third.status]).toEqual([429, 429, 200]);
    expect(first.headers.get('retry-after')).toBe('120');
  });

  test('429-storm can come without Retry-After, and has no effect', async () => {
    const test = await start();
    await arm(test, { name: '429-storm' });
    const refused = await issue(test, [grace(test.sandbox).id]);
    expect(refused.status).toBe(429);
    expect(refused.headers.has('retry-after')).toBe(false);
    expect(effectsOf(test)).toBe(0);
  });

  test('expired-token: the token is refused from then on, a new one is taken', async () => {
    const test = await start();
    await arm(test, { name: 'expired-token' });
    expect((await issue(test, [grace(test.sandbox).id])).status).toBe(401);
    expect((await ask(test)).status).toBe(401);
    const token = tokenIn(await test.token());
    expect((await test.graphql('{ certificates { count } }', {}, { token })).status).toBe(200);
    expect(effectsOf(test)).toBe(0);
  });
});

test('slow: it is issued at once, and answered later', async () => {
  const scheduler = new ManualScheduler();
  const test = await start({ scheduler });
  const { id } = grace(test.sandbox);
  await arm(test, { name: 'slow', delayMs: 8_000 });
  const pending = issue(test, [id]);
  await until(() => scheduler.size === 1);
  expect(effectsOf(test)).toBe(1);
  expect(scheduler.runNext()).toBe(8_000);
  expect((await pending).body).toEqual(bulkGenerate([id], []));
});

test('portfolio-error: the portfolio of one person takes the whole answer with it, and says whose it was', async () => {
  const test = await start();
  const [user, other] = [grace(test.sandbox).id, ada(test.sandbox).id];
  await arm(test, { name: 'portfolio-error', user });
  const query = `query ($user: UUID, $other: UUID) {
    one: portfolioItems(userId: $other) { id } two: portfolioItems(userId: $user) { id } }`;
  const ask = () => test.graphql(query, { user, other });
  expect((await ask()).body).toMatchObject({ data: null, errors: [{ path: ['two'] }] });
  expect((await ask()).body).toMatchObject({ data: { one: expect.any(Array), two: [] } });
});

describe('when a fault strikes', () => {
  const ask = ({ graphql }: TestSandbox) => graphql('{ certificates { count } }');

  test('once, unless told how often', async () => {
    const test = await start();
    await arm(test, { name: '429-storm' });
    expect([(await ask(test)).status, (await ask(test)).status]).toEqual([429, 200]);
  });

  test('only the operation that it names, which may be the request for a token', async () => {
    const test = await start();
    await arm(test, { name: '429-storm', operation: 'user' });
    await arm(test, { name: 'data-null-with-errors', operation: 'token' });
    expect((await test.token()).body).toMatchObject({ data: null });
    expect((await ask(test)).status).toBe(200);
    expect((await test.graphql('{ user(ref: "x") { id } }')).status).toBe(429);
  });

  test('faults about effects leave reads alone, and a refused request uses none up', async () => {
    const test = await start();
    await arm(test, { name: '503-after-effect' });
    expect((await ask(test)).status).toBe(200);
    expect((await test.graphql('{ certificates { count } }', {}, { token: 'x' })).status).toBe(401);
    expect((await issue(test, [grace(test.sandbox).id])).status).toBe(503);
  });

  test('by chance it is the same for the same seed, and about as often as asked', async () => {
    const runs = await Promise.all(
      ['one', 'one', 'two'].map(async (seed) => {
        const test = await start({ seed });
        await arm(test, { name: '429-storm', probability: 0.3 });
        const statuses: number[] = [];
        for (let nth = 0; nth < 100; nth += 1) statuses.push((await ask(test)).status);
        return statuses;
      }),
    );
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).not.toEqual(runs[0]);
    const struck = runs[0]?.filter((status) => status === 429).length ?? 0;
    expect(struck).toBeGreaterThan(15);
    expect(struck).toBeLessThan(45);
  });

  test('alterations come on top of how a request ends', async () => {
    const clock = new ManualClock();
    const test = await start({ clock });
    const { id } = grace(test.sandbox);
    await arm(test, { name: 'portfolio-lag', delayMs: 1_000 });
    await arm(test, { name: '503-after-effect' });
    expect((await issue(test, [id], { title: 'Both' })).status).toBe(503);
    expect(await titlesOf(test, id)).toEqual([]);
    clock.advance(1_000);
    expect(await titlesOf(test, id)).toEqual(['Both']);
  });
});

test('armed faults can be listed with how often they struck, and cleared', async () => {
  const test = await start();
  await arm(test, { name: 'slow', delayMs: 0, count: 2 });
  await test.graphql('{ certificates { count } }');
  expect((await test.admin('GET', 'faults')).body).toEqual({
    faults: [{ name: 'slow', delayMs: 0, count: 2, fired: 1, left: 1 }],
  });
  expect((await test.admin('DELETE', 'faults')).status).toBe(204);
  expect((await test.admin('GET', 'faults')).body).toEqual({ faults: [] });
});

test.each([
  [{ name: 'earthquake' }],
  [{ name: 'slow' }],
  [{ name: 'slow', delayMs: -1 }],
  [{ name: 'reset', probability: 2 }],
  [{ name: 'reset', often: true }],
])('%j is not a fault', async (fault) => {
  const test = await start();
  expect(await test.admin('POST', 'faults', fault)).toMatchObject({
    status: 400,
    body: { errors: [{ extensions: { code: 'INVALID_ADMIN_REQUEST' } }] },
  });
});

test.each(faultSchema.options.map(({ shape }) => shape.name.value))(
  '%s is in the documentation',
  (name) => {
    expect(readFileSync('docs/sandbox.md', 'utf8')).toContain(`\`${name}\``);
  },
);

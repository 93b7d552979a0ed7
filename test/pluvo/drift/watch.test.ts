import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { Writable } from 'node:stream';
import { z } from 'zod';
import type { Sleep } from '../../../platform/clock.js';
import { createLogger } from '../../../platform/log.js';
import { createMetrics } from '../../../platform/metrics.js';
import { DriftWatch } from '../../../pluvo/drift/DriftWatch.js';
import { KnownSchema } from '../../../pluvo/drift/KnownSchema.js';
import type { Operation } from '../../../pluvo/drift/Operation.js';
import { operations } from '../../../pluvo/operations.js';
import { ManualClock } from '../../support/ManualClock.js';
import { until } from '../sandbox/support/until.js';
import { startPluvo, type TestPluvo } from '../support/startPluvo.js';

const sixHoursMs = 21_600_000;
const minuteMs = 60_000;
const asPerson = { priority: 'person' } as const;

/** Sleeps until a test wakes it, or its signal does. */
class ManualSleep {
  readonly askedMs: number[] = [];
  #wake = (): void => undefined;
  readonly sleep: Sleep = (durationMs, signal) => {
    this.askedMs.push(durationMs);
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
      signal?.addEventListener('abort', () => {
        resolve();
      });
    });
  };

  /** Lets the sleep that is under way end, and waits for the one after it. */
  async pass(): Promise<void> {
    const before = this.askedMs.length;
    this.#wake();
    await until(() => this.askedMs.length > before);
  }
}

const lineSchema = z.looseObject({ level: z.number(), msg: z.string() });

/** A watch, what it says and what it shows. */
function watchOf(
  pluvo: { readonly schema: KnownSchema; readSchema(): Promise<GraphQLSchema> },
  asked: readonly Operation[] = [operations.certificates, operations.generateCertificate],
  intervalMs = sixHoursMs,
) {
  const lines: z.output<typeof lineSchema>[] = [];
  const destination = new Writable({
    write(chunk, _encoding, done) {
      lines.push(lineSchema.parse(JSON.parse(String(chunk))));
      done();
    },
  });
  const metrics = createMetrics();
  const manual = new ManualSleep();
  let regained = 0;
  const watch = new DriftWatch({
    pluvo,
    operations: asked,
    intervalMs,
    clock: new ManualClock('2026-01-15T09:00:00Z'),
    sleep: manual.sleep,
    random: () => 0.5,
    logger: createLogger({ name: 'test', level: 'info', destination }),
    metrics,
    onRegained: () => {
      regained += 1;
      return Promise.resolve();
    },
  });
  return {
    watch,
    regained: () => regained,
    manual,
    lines,
    shown: async () => (await metrics.registry.metrics()).match(/^pluvo_schema.*$/gm),
    /** Starts, and waits for the end of the first check. */
    async start() {
      watch.start();
      await until(() => manual.askedMs.length === 1);
    },
    /** From the end of one check to the end of the next. */
    async nextCheck() {
      await manual.pass();
      await manual.pass();
    },
  };
}

describe('The drift watch', () => {
  let pluvo: TestPluvo;
  let watched: ReturnType<typeof watchOf>;
  beforeEach(async () => {
    pluvo = await startPluvo();
    watched = watchOf(pluvo.client);
  });
  afterEach(async () => {
    await watched.watch.stop();
    await pluvo.stop();
  });

  const loss = { operation: 'certificates', coordinate: 'Certificate.title' };
  const lose = (...coordinates: string[]) => {
    pluvo.sandbox.schema.lose(coordinates);
  };

  test('says nothing of a Pluvo that has everything, and shows that it looked', async () => {
    expect(watched.watch.detail.read()).toEqual({ state: 'not checked' });
    await watched.start();
    expect(watched.lines).toEqual([]);
    expect(watched.watch.detail.read()).toEqual({
      state: 'complete',
      checkedAt: '2026-01-15T09:00:00.000Z',
      losses: [],
    });
    await expect(watched.shown()).resolves.toEqual([
      `pluvo_schema_checked_at_seconds ${String(Date.parse('2026-01-15T09:00:00Z') / 1_000)}`,
    ]);
  });

  test('finds a loss at the start: an alarm, a metric, a detail', async () => {
    lose('Certificate.title');
    await watched.start();
    expect(watched.lines).toMatchObject([{ level: 50, losses: [{ ...loss, kind: 'field' }] }]);
    expect(watched.watch.detail.read()).toMatchObject({ state: 'lost', losses: [loss] });
    await expect(watched.shown()).resolves.toContain(
      'pluvo_schema_losses{operation="certificates",coordinate="Certificate.title"} 1',
    );
  });

  test('finds a loss on schedule, raises the alarm once for each change, and tells when it is over', async () => {
    await watched.start();
    lose('Certificate.title');
    await watched.nextCheck();
    await watched.nextCheck();
    expect(watched.lines).toMatchObject([{ level: 50, losses: [loss] }]);

    lose('Certificate.name');
    await watched.nextCheck();
    expect(watched.lines).toMatchObject([
      { level: 50 },
      { level: 50, losses: [{ coordinate: 'Certificate.name' }] },
    ]);
    expect((await watched.shown())?.join()).not.toContain('Certificate.title');

    lose();
    await watched.nextCheck();
    expect(watched.lines).toMatchObject([{ level: 50 }, { level: 50 }, { level: 30 }]);
    expect(watched.watch.detail.read()).toMatchObject({ state: 'complete' });
    expect((await watched.shown())?.join()).not.toContain('pluvo_schema_losses');
  });

  test('tells when something is there again, and not when more is lost', async () => {
    await watched.start();
    lose('Certificate.title');
    await watched.nextCheck();
    lose('Certificate.title', 'Certificate.name');
    await watched.nextCheck();
    expect(watched.regained()).toBe(0);
    lose('Certificate.name');
    await watched.nextCheck();
    await watched.nextCheck();
    expect(watched.regained()).toBe(1);
  });

  test('knows only what this process asks for', async () => {
    lose('User.name');
    await watched.start();
    expect(watched.watch.detail.read()).toMatchObject({ state: 'complete' });
  });

  test('looks again after the interval, give or take a tenth', async () => {
    await watched.start();
    await watched.manual.pass();
    const [leastMs = 0, moreMs = 0] = watched.manual.askedMs;
    expect(leastMs + moreMs).toBe(sixHoursMs);
  });

  test('looks again after a minute when Pluvo refuses something', async () => {
    await watched.start();
    lose('Certificate.title');
    await expect(pluvo.client.users({ first: 51 }, asPerson)).rejects.toMatchObject({
      code: 'PLUVO_REFUSED',
    });
    expect(watched.manual.askedMs).toEqual([minuteMs]);
    await watched.manual.pass();
    await until(() => watched.manual.askedMs.length === 3);
    expect(watched.watch.detail.read()).toMatchObject({ losses: [loss] });
  });

  test('that cannot read the schema says so once, tries sooner, and leaves what is asked alone', async () => {
    pluvo.sandbox.faults.arm({
      name: 'data-null-with-errors',
      operation: '__schema',
      effect: false,
      count: 3,
    });
    lose('Certificate.title');
    await watched.start();
    await watched.nextCheck();
    await watched.nextCheck();
    expect(watched.lines).toMatchObject([
      { level: 40, msg: expect.stringContaining('not checked') },
    ]);
    expect(watched.watch.detail.read()).toEqual({ state: 'not checked' });
    await expect(pluvo.client.users({ first: 1 }, asPerson)).resolves.toMatchObject({ count: 200 });
    expect(watched.manual.askedMs).toEqual([...[minuteMs, 0], ...[minuteMs, minuteMs], minuteMs]);

    await watched.nextCheck();
    expect(watched.watch.detail.read()).toMatchObject({ losses: [loss] });
  });

  test('keeps what it knew when a later check fails', async () => {
    lose('Certificate.title');
    await watched.start();
    pluvo.sandbox.faults.arm({
      name: 'data-null-with-errors',
      operation: '__schema',
      effect: false,
    });
    await watched.nextCheck();
    expect(watched.watch.detail.read()).toMatchObject({ state: 'lost', losses: [loss] });
  });

  test('stops at once while it waits', async () => {
    await watched.start();
    await expect(watched.watch.stop()).resolves.toBeUndefined();
  });
});

describe('The drift watch, without a Pluvo', () => {
  const asked = { name: 'shelf', document: '{ shelf }', dispensable: [] };

  test('that is switched off asks nothing', async () => {
    const pluvo = {
      schema: new KnownSchema(),
      readSchema: () => Promise.reject(new Error('Expected nobody to ask.')),
    };
    const { watch, manual, lines } = watchOf(pluvo, [asked], 0);
    watch.start();
    await watch.stop();
    expect([watch.detail.read(), manual.askedMs, lines]).toEqual([{ state: 'off' }, [], []]);
  });

  test('warns once of what is deprecated, which is no loss', async () => {
    const schema = buildSchema('type Query { shelf: ID @deprecated(reason: "use rack") }');
    const pluvo = { schema: new KnownSchema(), readSchema: () => Promise.resolve(schema) };
    const watched = watchOf(pluvo, [asked]);
    await watched.start();
    await watched.nextCheck();
    expect(watched.lines).toMatchObject([
      { level: 40, deprecations: [{ coordinate: 'Query.shelf', reason: 'use rack' }] },
    ]);
    expect(watched.watch.detail.read()).toMatchObject({ state: 'complete' });
    await watched.watch.stop();
  });
});

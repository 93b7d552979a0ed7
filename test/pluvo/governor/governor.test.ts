import { afterEach, describe, expect, test } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { Closings } from '../../../platform/lifecycle.js';
import type { Metrics } from '../../../platform/metrics.js';
import type { HttpPluvoClient } from '../../../pluvo/HttpPluvoClient.js';
import type { Priority } from '../../../pluvo/governor/priority.js';
import { describeWithRedis, startRedis } from '../../support/redis.js';
import { startTcpProxy } from '../../support/tcpProxy.js';
import { grace } from '../sandbox/support/documents.js';
import { until } from '../sandbox/support/until.js';
import { openClient } from '../support/openClient.js';
import { pluvoConfig, startPluvo, type TestPluvoOptions } from '../support/startPluvo.js';
import { sendBy } from '../support/sendBy.js';

const closings = new Closings();
afterEach(() => closings.run());

/** A sandbox, and as many processes' clients in front of it as a test opens. */
async function start(options: TestPluvoOptions = {}, redisUrl?: string) {
  const pluvo = await startPluvo(options);
  closings.add(() => pluvo.stop());
  const { sandbox, clock } = pluvo;
  const open = (environment: Readonly<Record<string, string>> = {}) => {
    const config = pluvoConfig({
      PLUVO_URL: pluvo.config.pluvoUrl,
      ...options.environment,
      ...environment,
    });
    const opened = openClient(config, { ...(redisUrl !== undefined && { redisUrl }) });
    closings.add(opened.stop);
    return opened;
  };
  const issue = (client: HttpPluvoClient, leftMs = 5_000) =>
    client.generateCertificate(
      {
        certificateId: sandbox.firstCertificateId,
        title: 'Governed',
        userIds: [grace(sandbox).id],
        issueDate: '2026-01-15T09:00:00Z',
      },
      sendBy(clock.monotonicMs() + leftMs),
    );
  const asked = () => {
    const { queries, mutations } = sandbox.requests.report();
    return queries + mutations;
  };
  return { sandbox, open, issue, asked };
}

const read = (client: HttpPluvoClient, priority: Priority = 'person') =>
  client.certificates({ first: 5 }, { priority });
const times = <T>(count: number, work: () => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, work));

async function gauge(
  { registry }: Metrics,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<number> {
  const { values = [] } = (await registry.getSingleMetric(name)?.get()) ?? {};
  const wanted = values.filter((value) =>
    Object.entries(labels).every(
      ([label, expected]) => new Map(Object.entries(value.labels)).get(label) === expected,
    ),
  );
  return wanted.reduce((sum, { value }) => sum + value, 0);
}

/** Runs until it is true; each round asks anew. */
async function eventually(isSo: () => Promise<boolean>) {
  for (let round = 0; round < 500; round += 1) {
    if (await isSo()) return;
    await delay(20);
  }
  throw new Error('Expected it to become true in ten seconds.');
}

describe('While much is asked of Pluvo', () => {
  test('a long run takes its own places only: a person and an issuance go at once', async () => {
    const { sandbox, open, issue, asked } = await start();
    const { client, metrics } = open({ PLUVO_READ_TIMEOUT_MS: '2000' });
    await client.ready();
    sandbox.requests.reset();
    sandbox.faults.arm({ name: 'slow', operation: 'paginatedUsers', delayMs: 60_000, count: 500 });
    const bulk = times(100, () => client.users({ first: 50 }, { priority: 'bulk' }));
    const refreshes = times(100, () => client.users({ first: 50 }, { priority: 'refresh' }));
    await until(() => asked() === 6);
    const persons = await times(8, () => read(client));
    expect(persons.every(({ status }) => status === 'fulfilled')).toBe(true);
    await expect(issue(client)).resolves.toMatchObject({ kind: 'DEFINITE' });
    await expect(gauge(metrics, 'pluvo_calls_running', { priority: 'bulk' })).resolves.toBe(6);
    await expect(gauge(metrics, 'pluvo_calls_waiting', { priority: 'bulk' })).resolves.toBe(94);
    sandbox.faults.clear();
    await closings.run();
    await Promise.all([bulk, refreshes]);
  });

  test('who does not get a turn in time is told, and Pluvo is not asked', async () => {
    const { sandbox, open, issue, asked } = await start();
    const { client, metrics } = open({
      PLUVO_CALLS_AT_ONCE: '4',
      PLUVO_CALLS_WAITING: '1',
      PLUVO_READ_TIMEOUT_MS: '400',
    });
    await client.ready();
    sandbox.requests.reset();
    sandbox.faults.arm({ name: 'slow', delayMs: 60_000, probability: 1 });
    const sending = times(2, () => issue(client));
    await until(() => asked() === 2);
    const waits = read(client, 'refresh');
    await expect(read(client, 'refresh')).rejects.toMatchObject({ code: 'PLUVO_BUSY' });
    await expect(waits).rejects.toMatchObject({ code: 'PLUVO_BUSY' });
    await expect(issue(client, 50)).resolves.toMatchObject({ kind: 'NOT_SENT' });
    expect(asked()).toBe(2);
    const refused = { outcome: 'BUSY', priority: 'refresh' };
    await expect(gauge(metrics, 'pluvo_calls_total', refused)).resolves.toBe(2);
    await closings.run();
    await sending;
  });

  test('a configured rate is kept to, and what is over is told when to come again', async () => {
    const { open, issue, asked } = await start();
    const { client } = open({ PLUVO_RATE_PER_S: '5', PLUVO_READ_TIMEOUT_MS: '150' });
    const reads = await times(40, () => read(client, 'refresh'));
    const busy = reads.flatMap((each) => (each.status === 'rejected' ? [each] : []));
    expect(asked()).toBeLessThanOrEqual(3);
    expect(busy.length).toBeGreaterThanOrEqual(37);
    for (const each of busy) expect(each).toMatchObject({ reason: { code: 'PLUVO_BUSY' } });
    await expect(issue(client)).resolves.toMatchObject({ kind: 'DEFINITE' });
    await expect(read(client)).resolves.toMatchObject({ edges: { length: 5 } });
  });

  test('reads are not all tried again: retries are a part of all calls, and the rest is told', async () => {
    const { sandbox, open, asked } = await start();
    const { client, metrics } = open({ PLUVO_BREAKER_OPEN_MS: '60000' });
    for (let round = 0; round < 20; round += 1) {
      // Enough that go well between them to keep the breaker closed.
      sandbox.faults.clear();
      await times(8, () => read(client));
      sandbox.faults.arm({ name: 'reset', effect: false, probability: 1 });
      await expect(read(client)).rejects.toMatchObject({ code: 'PLUVO_UNAVAILABLE' });
    }
    const retries = asked() - 20 * 9;
    expect(retries).toBeLessThanOrEqual(10 + asked() / 10 + 1);
    expect(retries).toBeGreaterThanOrEqual(10);
    await expect(gauge(metrics, 'pluvo_retries_refused_total')).resolves.toBeGreaterThan(0);
  });
});

describe('An operation that keeps failing', () => {
  test('is refused at once, goes on by itself when Pluvo is back, and takes no other with it', async () => {
    const { sandbox, open, issue, asked } = await start();
    const { client, metrics } = open({ PLUVO_BREAKER_OPEN_MS: '200' });
    sandbox.faults.arm({ name: 'truncated-body', operation: 'certificates', probability: 1 });
    await times(12, () => read(client));
    const before = asked();
    await expect(read(client)).rejects.toMatchObject({ code: 'PLUVO_UNAVAILABLE' });
    expect(asked()).toBe(before);
    const labels = { operation: 'certificates' };
    await expect(gauge(metrics, 'pluvo_breaker_open', labels)).resolves.toBe(1);

    await expect(client.users({ first: 5 }, { priority: 'person' })).resolves.toBeDefined();
    await expect(issue(client)).resolves.toMatchObject({ kind: 'DEFINITE' });
    sandbox.faults.clear();
    await eventually(async () => (await times(1, () => read(client)))[0]?.status === 'fulfilled');
    await expect(gauge(metrics, 'pluvo_breaker_open', labels)).resolves.toBe(0);
  });

  test('if it is issuing, nothing more is sent, and reads go on', async () => {
    const { sandbox, open, issue } = await start();
    const { client } = open({ PLUVO_BREAKER_OPEN_MS: '60000' });
    sandbox.faults.arm({
      name: 'reset',
      effect: false,
      operation: 'generateCertificate',
      count: 99,
    });
    for (let call = 0; call < 10; call += 1) {
      await expect(issue(client)).resolves.toMatchObject({ kind: 'UNKNOWN' });
    }
    const outcome = await issue(client);
    expect(outcome).toMatchObject({ kind: 'NOT_SENT' });
    expect(outcome).toHaveProperty('retryAfterMs');
    expect(sandbox.requests.report().mutations).toBe(10);
    await expect(read(client)).resolves.toMatchObject({ edges: { length: 5 } });
  });

  test('is not one that Pluvo refuses', async () => {
    const { sandbox, open, asked } = await start();
    const { client } = open();
    sandbox.faults.arm({ name: 'data-null-with-errors', effect: false, probability: 1 });
    for (let call = 0; call < 30; call += 1) {
      await expect(read(client)).rejects.toMatchObject({ code: 'PLUVO_REFUSED' });
    }
    expect(asked()).toBe(30);
  });
});

describeWithRedis('Processes that share a Redis', () => {
  async function startFleet(options: TestPluvoOptions = {}) {
    const redis = await startRedis();
    closings.add(() => redis.stop());
    const proxy = await startTcpProxy(redis.port);
    closings.add(() => proxy.cut());
    const fleet = await start(options, `redis://127.0.0.1:${String(proxy.port)}`);
    const [one, other] = [fleet.open(), fleet.open()];
    for (const each of [one, other]) {
      await eventually(async () => {
        await read(each.client);
        return (await gauge(each.metrics, 'pluvo_rate_shared')) === 1;
      });
    }
    fleet.sandbox.requests.reset();
    return { ...fleet, redis, proxy, one, other };
  }

  test('all pause when one of them gets 429 with Retry-After: nothing is asked, nothing is UNKNOWN', async () => {
    const { sandbox, one, other, issue, asked } = await startFleet();
    sandbox.faults.arm({ name: '429-storm', retryAfterS: 120 });
    await expect(read(one.client)).rejects.toMatchObject({ code: 'PLUVO_RATE_LIMITED' });
    for (const { client, metrics } of [other, one]) {
      const refusal = await read(client).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: 'PLUVO_RATE_LIMITED' });
      const outcome = await issue(client);
      expect(outcome).toMatchObject({ kind: 'NOT_SENT' });
      const { retryAfterMs = 0 } = outcome as { retryAfterMs?: number };
      expect(retryAfterMs).toBeGreaterThan(100_000);
      expect(retryAfterMs).toBeLessThanOrEqual(120_000);
      await expect(gauge(metrics, 'pluvo_pause_seconds')).resolves.toBeGreaterThan(100);
    }
    expect(asked()).toBe(1);
  });

  test('all slow down in a storm of 429 that does not say how long, and every read is answered in the end', async () => {
    const { sandbox, one, other } = await startFleet();
    sandbox.faults.arm({ name: '429-storm' });
    await Promise.all([read(one.client), read(other.client)]);
    await Promise.all([read(one.client), read(other.client)]);
    for (const { metrics } of [one, other]) {
      await expect(gauge(metrics, 'pluvo_rate_limit_per_second')).resolves.toBeGreaterThan(0);
    }
  });

  test('keep to one configured rate together', async () => {
    const { open, asked, sandbox } = await startFleet();
    const environment = { PLUVO_RATE_PER_S: '10', PLUVO_READ_TIMEOUT_MS: '1000' };
    const fleet = [open(environment), open(environment), open(environment)];
    for (const { client, metrics } of fleet) {
      await eventually(async () => {
        await times(1, () => read(client));
        return (await gauge(metrics, 'pluvo_rate_shared')) === 1;
      });
    }
    sandbox.requests.reset();
    const startedMs = performance.now();
    await Promise.all(fleet.map(({ client }) => times(40, () => read(client))));
    const elapsedS = (performance.now() - startedMs) / 1_000;
    expect(asked()).toBeLessThanOrEqual(10 + 10 * elapsedS + 1);
  });

  test('go on by themselves when Redis is killed, and together when it is back', async () => {
    const { sandbox, redis, one, other, issue } = await startFleet();
    await redis.kill();
    for (const { client } of [one, other]) {
      const reads = await times(20, () => read(client));
      expect(reads.every(({ status }) => status === 'fulfilled')).toBe(true);
      await expect(issue(client)).resolves.toMatchObject({ kind: 'DEFINITE' });
    }
    for (const { metrics } of [one, other]) {
      await expect(gauge(metrics, 'pluvo_rate_shared')).resolves.toBe(0);
    }
    const again = await startRedis({ port: redis.port });
    closings.add(() => again.stop());
    for (const { client, metrics } of [one, other]) {
      await eventually(async () => {
        await read(client);
        return (await gauge(metrics, 'pluvo_rate_shared')) === 1;
      });
    }
    sandbox.faults.arm({ name: '429-storm', retryAfterS: 120 });
    await expect(read(one.client)).rejects.toMatchObject({ code: 'PLUVO_RATE_LIMITED' });
    await expect(read(other.client)).rejects.toMatchObject({ code: 'PLUVO_RATE_LIMITED' });
  });

  test('do not wait for a Redis that hangs', async () => {
    const { proxy, one, issue } = await startFleet({
      environment: { PLUVO_READ_TIMEOUT_MS: '2000' },
    });
    proxy.freeze();
    for (let call = 0; call < 50; call += 1) await read(one.client);
    await expect(issue(one.client)).resolves.toMatchObject({ kind: 'DEFINITE' });
  });
});

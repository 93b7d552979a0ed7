import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { systemClock } from '../../../platform/clock.js';
import { eventually } from '../../support/eventually.js';
import { freePort } from '../../../bench/processes/freePort.js';
import { describeWithRedis, startRedis, type TestRedis } from '../../support/redis.js';
import { startRedisCluster } from '../../support/redisCluster.js';
import { startRedisSentinel } from '../../support/redisSentinel.js';
import { startTcpProxy } from '../../support/tcpProxy.js';
import { freshRead } from './freshRead.js';
import { openCache, Upstream, type OpenCache } from './openCaches.js';

const page = { key: 'page', tags: ['list'], softTtlMs: 60_000, hardTtlMs: 3_600_000 };
let upstream: Upstream;
let closing: (() => Promise<void>)[];

beforeEach(() => {
  upstream = new Upstream();
  closing = [];
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
});

/** One process of the fleet. */
function open(redisUrl: string): OpenCache {
  const opened = openCache({ redisUrl, clock: systemClock });
  closing.push(() => opened.stop());
  return opened;
}

async function openTwo(redisUrl: string): Promise<[OpenCache, OpenCache]> {
  const two: [OpenCache, OpenCache] = [open(redisUrl), open(redisUrl)];
  await Promise.all(two.map(({ connected }) => connected()));
  return two;
}

async function redis(options: Parameters<typeof startRedis>[0] = {}): Promise<TestRedis> {
  const started = await startRedis(options);
  closing.push(() => started.kill());
  return started;
}

const read = ({ cache }: OpenCache, key = page.key) => cache.get({ ...page, key }, upstream.fetch);

/** Which fetch a value came from: values are numbered. */
async function readNumber(process: OpenCache): Promise<number> {
  return Number((await read(process)).value.slice('value '.length));
}

/** After an invalidation by one, both serve what was fetched after it. */
async function expectBumpsAreHeard(by: OpenCache, other: OpenCache): Promise<void> {
  await Promise.all([read(by), read(other)]);
  const before = upstream.fetches;
  await by.cache.invalidate(['list']);
  await eventually(async () => (await readNumber(other)) > before);
  expect(await readNumber(by)).toBeGreaterThan(before);
}

/** What one has fetched, the other has without fetching: values, scripts and leases work. */
async function expectOneFetchForBoth(one: OpenCache, other: OpenCache): Promise<void> {
  const before = upstream.fetches;
  const key = `new ${String(before)}`;
  const reads = await Promise.all([read(one, key), read(other, key), read(one, key)]);
  expect(new Set(reads.map(({ value }) => value)).size).toBe(1);
  expect(upstream.fetches).toBe(before + 1);
}

/** As long as this takes, reads neither fail nor wait longer than that. */
async function readingDuring(
  processes: OpenCache[],
  work: () => Promise<void>,
  longestMs = 1_500,
): Promise<void> {
  let isOver = false;
  const reading = Promise.all(
    processes.map(async (process) => {
      let slowestMs = 0;
      while (!isOver) {
        const startedAtMs = performance.now();
        await read(process);
        slowestMs = Math.max(slowestMs, performance.now() - startedAtMs);
        await new Promise(setImmediate);
      }
      return slowestMs;
    }),
  );
  // A read that fails is the test's failure at once.
  const done = work().finally(() => (isOver = true));
  const [slowestMs] = await Promise.all([reading, done]);
  expect(Math.max(...slowestMs)).toBeLessThan(longestMs);
}

describeWithRedis('A fleet whose Redis', () => {
  test('is not there at the start reads without it, and with it when it comes', async () => {
    const port = await freePort();
    const [a, b] = [
      open(`redis://127.0.0.1:${String(port)}`),
      open(`redis://127.0.0.1:${String(port)}`),
    ];
    await expect(read(a)).resolves.toMatchObject({ value: 'value 1' });
    await expect(read(a)).resolves.toMatchObject({ value: 'value 1' });
    await a.cache.invalidate(['list']);
    await expect(read(a)).resolves.toMatchObject({ value: 'value 2' });
    await redis({ port });
    await Promise.all([a.connected(), b.connected()]);
    await expectOneFetchForBoth(a, b);
    await expectBumpsAreHeard(a, b);
  });

  test('is killed and comes back goes on reading, and believes nothing afterwards that it could not confirm', async () => {
    const server = await redis();
    const [a, b] = await openTwo(server.url);
    await read(a);
    await readingDuring([a, b], async () => {
      await server.kill();
      await eventually(() => !a.local.isChannelUp && !b.local.isChannelUp);
      upstream.breaks();
      await eventually(async () => (await read(a)).stale === 'UPSTREAM_FAILED');
      upstream.works();
      // Fetched during the outage, and outdated by a change that only the other process knows of.
      await eventually(async () => (await read(a)).stale === undefined);
      const before = upstream.fetches;
      await b.cache.invalidate(['list']);
      await redis({ port: server.port });
      await Promise.all([a.connected(), b.connected()]);
      expect(await readNumber(a)).toBeGreaterThan(before);
      expect(await readNumber(b)).toBeGreaterThan(before);
    });
    await expectOneFetchForBoth(a, b);
    await expectBumpsAreHeard(b, a);
  });

  test('is away gives nobody who asks after an invalidation what was being fetched before it', async () => {
    const process = open(`redis://127.0.0.1:${String(await freePort())}`);
    const { begun, letGo } = upstream.hold();
    const old = read(process);
    await begun;
    await process.cache.invalidate(['list']);
    upstream.works();
    const fresh = read(process);
    // What was asked for later has come: the one before has looked around as well.
    await read(process, 'another');
    letGo();
    await expect(old).resolves.toMatchObject({ value: 'value 1' });
    await expect(fresh).resolves.not.toMatchObject({ value: 'value 1' });
    await expect(read(process)).resolves.not.toMatchObject({ value: 'value 1' });
  });

  test.each(['{}', '[]', '5', '{"value":1,"generations":[""]}', 'no JSON'])(
    'holds %s where a value should be reads as if there were none',
    async (text) => {
      const server = await redis();
      const [a, b] = await openTwo(server.url);
      await server.send('SET', '{test}:value:page', text);
      await expect(read(a)).resolves.toEqual(freshRead('value 1', 0));
      await expect(read(b)).resolves.toMatchObject({ value: 'value 1' });
    },
  );

  test('is flushed fetches again what it needs', async () => {
    const server = await redis();
    const [a, b] = await openTwo(server.url);
    await readingDuring([a, b], async () => {
      await b.cache.invalidate(['list']);
      await server.send('FLUSHALL');
      await expectBumpsAreHeard(a, b);
    });
    await expectOneFetchForBoth(a, b);
  });

  test('is frozen makes nobody wait but those who find out', async () => {
    const server = await redis();
    const [a, b] = await openTwo(server.url);
    await readingDuring([a, b], async () => {
      server.freeze();
      await read(a, 'finds out');
      const startedAtMs = performance.now();
      for (let index = 0; index < 20; index += 1) await read(a, `later ${String(index)}`);
      expect(performance.now() - startedAtMs).toBeLessThan(500);
      upstream.breaks();
      await read(b);
      upstream.works();
      await eventually(() => !a.local.isChannelUp && !b.local.isChannelUp);
      server.thaw();
      await Promise.all([a.connected(), b.connected()]);
    });
    await expectOneFetchForBoth(a, b);
    await expectBumpsAreHeard(a, b);
  });

  test.each([
    {
      what: 'is read-only',
      begin: ['REPLICAOF', '127.0.0.1', '1'],
      end: ['REPLICAOF', 'NO', 'ONE'],
    },
    {
      what: 'has no room left',
      begin: ['CONFIG', 'SET', 'maxmemory', '1'],
      end: ['CONFIG', 'SET', 'maxmemory', '0'],
    },
  ])(
    '$what serves whoever changed something no older value, and tells the others when it can',
    async ({ begin, end }) => {
      const server = await redis();
      const [a, b] = await openTwo(server.url);
      const [beginning = '', ...beginValues] = begin;
      const [ending = '', ...endValues] = end;
      await Promise.all([read(a), read(b)]);
      await readingDuring([a, b], async () => {
        await server.send(beginning, ...beginValues);
        await read(a, 'new');
        const before = upstream.fetches;
        await a.cache.invalidate(['list']);
        expect(await readNumber(a)).toBeGreaterThan(before);
        upstream.breaks();
        await read(b);
        upstream.works();
        await server.send(ending, ...endValues);
        await eventually(async () => (await readNumber(b)) > before);
      });
      await expectOneFetchForBoth(a, b);
      await expectBumpsAreHeard(b, a);
    },
  );

  test.each([100, 300])(
    'takes %i ms for each answer keeps nobody waiting for what they have, and fetches once for all',
    async (roundTripMs) => {
      const server = await redis();
      const way = await startTcpProxy(server.port);
      closing.push(() => way.cut());
      const [a, b] = await openTwo(`redis://127.0.0.1:${String(way.port)}`);
      await Promise.all([read(a), read(b)]);
      const before = upstream.fetches;
      way.slowDown(roundTripMs);
      const startedAtMs = performance.now();
      // For long enough that each has listened for itself.
      while (performance.now() < startedAtMs + 2_500) {
        const askedAtMs = performance.now();
        await Promise.all([read(a), read(b)]);
        expect(performance.now() - askedAtMs).toBeLessThan(100);
        await new Promise(setImmediate);
      }
      expect(upstream.fetches).toBe(before);
      expect([a, b].map(({ local }) => local.isChannelUp)).toEqual([true, true]);
      await readingDuring(
        [a, b],
        async () => {
          await expectOneFetchForBoth(a, b);
          await expectBumpsAreHeard(a, b);
          // What is missing takes a look, a lease, a second look and the filling; who waits looks once more.
        },
        1_000 + 5 * roundTripMs,
      );
    },
  );

  test('is out of reach for one process hears of its invalidations when it is back', async () => {
    const server = await redis();
    const proxy = await startTcpProxy(server.port);
    closing.push(() => proxy.cut());
    const [near, far] = [open(server.url), open(`redis://127.0.0.1:${String(proxy.port)}`)];
    await Promise.all([near.connected(), far.connected()]);
    await read(near);
    await proxy.cut();
    await eventually(() => !far.local.isChannelUp);
    const before = upstream.fetches;
    await far.cache.invalidate(['list']);
    expect(await readNumber(near)).toBe(before);
    await proxy.mend();
    await eventually(async () => (await readNumber(near)) > before);
  });

  test('is demoted to a replica, without a word to whoever is connected, is left for the new master', async () => {
    const [old, successor] = [await redis(), await redis()];
    await successor.send('REPLICAOF', '127.0.0.1', old.port);
    // As a service does that finds the master by its label.
    const service = await startTcpProxy(old.port);
    closing.push(() => service.cut());
    const [a, b] = await openTwo(`redis://127.0.0.1:${String(service.port)}`);
    await expectOneFetchForBoth(a, b);
    await successor.send('REPLICAOF', 'NO', 'ONE');
    service.leadTo(successor.port);
    await old.send('REPLICAOF', '127.0.0.1', successor.port);
    await readingDuring([a, b], async () => {
      let reads = 0;
      for (const process of [a, b])
        await eventually(async () => {
          const key = `after ${String((reads += 1))}`;
          await read(process, key);
          return (await successor.send('EXISTS', `{test}:value:${key}`)) === 1;
        });
    });
    await expectBumpsAreHeard(a, b);
    await expectOneFetchForBoth(a, b);
  });

  test('fails over to its replica by Sentinel goes on reading and hears invalidations', async () => {
    const sentinel = await startRedisSentinel();
    closing.push(() => sentinel.stop());
    const { url, master } = sentinel;
    const [a, b] = await openTwo(url);
    await expectOneFetchForBoth(a, b);
    await expectBumpsAreHeard(a, b);
    await readingDuring([a, b], async () => {
      master.freeze();
      await Promise.all([read(a, 'finds out'), read(b, 'finds out')]);
      await eventually(() => !a.local.isChannelUp && !b.local.isChannelUp);
      await Promise.all([a.connected(), b.connected()]);
    });
    await expectOneFetchForBoth(a, b);
    await expectBumpsAreHeard(b, a);
  });

  test('fails over to a replica that had not heard of an invalidation is told of it again', async () => {
    const sentinel = await startRedisSentinel();
    closing.push(() => sentinel.stop());
    const { url, master, replica } = sentinel;
    const [a, b] = await openTwo(url);
    await Promise.all([read(a), read(b)]);
    await eventually(async () =>
      String(await replica.send('KEYS', '*value:page')).includes('page'),
    );
    replica.freeze();
    await master.send('CLIENT', 'KILL', 'TYPE', 'replica');
    const before = upstream.fetches;
    await a.cache.invalidate(['list']);
    await master.kill();
    replica.thaw();
    await eventually(() => !a.local.isChannelUp && !b.local.isChannelUp);
    await Promise.all([a.connected(), b.connected()]);
    // Whoever changed something reads no older value even before the new master is told.
    expect(await readNumber(a)).toBeGreaterThan(before);
    expect(await readNumber(b)).toBeGreaterThan(before);
  });

  test('is a cluster works as with one server, and goes on when a node is lost and comes back', async () => {
    const cluster = await startRedisCluster();
    closing.push(() => cluster.stop());
    const { url, nodes } = cluster;
    const [a, b] = await openTwo(url);
    await expectOneFetchForBoth(a, b);
    await expectBumpsAreHeard(a, b);
    // While nobody listened, something may have been told.
    await Promise.all(nodes.map((node) => node.send('CLIENT', 'KILL', 'TYPE', 'pubsub')));
    await eventually(() => a.local.get(page.key)?.standing === 'last known');
    await Promise.all([a.connected(), b.connected()]);
    for (const node of nodes)
      await readingDuring([a, b], async () => {
        node.freeze();
        await read(a, `finds out ${String(node.port)}`);
        node.thaw();
        await eventually(async () =>
          String(await node.send('CLUSTER', 'INFO')).includes('cluster_state:ok'),
        );
        await expectBumpsAreHeard(a, b);
      });
    await expectOneFetchForBoth(a, b);
  });

  test('is a cluster from which a node was removed that still answers is heard at another', async () => {
    const cluster = await startRedisCluster();
    closing.push(() => cluster.stop());
    const removed = await redis();
    const removedFirst = `127.0.0.1:${String(removed.port)},`;
    const [a, b] = await openTwo(cluster.url.replace('//', `//${removedFirst}`));
    await expectBumpsAreHeard(a, b);
    await expectOneFetchForBoth(a, b);
  });

  test('is a cluster of which a node is lost goes on reading, and tells its replica of invalidations that it had missed', async () => {
    const cluster = await startRedisCluster();
    closing.push(() => cluster.stop());
    const [a, b] = await openTwo(cluster.url);
    await Promise.all([read(a), read(b)]);
    const { master, replica } = await cluster.replicate('{test}:value:page');
    replica.freeze();
    await master.send('CLIENT', 'KILL', 'TYPE', 'replica');
    const before = upstream.fetches;
    await a.cache.invalidate(['list']);
    await readingDuring([a, b], async () => {
      await master.kill();
      replica.thaw();
      await eventually(async () =>
        String(await replica.send('INFO', 'replication')).includes('role:master'),
      );
    });
    // It has read nothing yet: all that it can know is what the replica has.
    const c = open(cluster.url);
    await c.connected();
    await eventually(async () => (await readNumber(c)) > before);
    await expectBumpsAreHeard(a, b);
    await expectOneFetchForBoth(a, b);
  });
});

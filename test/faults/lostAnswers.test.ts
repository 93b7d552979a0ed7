import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deferred } from '../support/deferred.js';
import {
  allSucceed,
  noAnswer,
  ScriptedPluvo,
  type Answer,
} from '../subgraphs/certificates/issuance/ScriptedPluvo.js';
import {
  openBench,
  quarantineMs,
  rules,
  timing,
} from '../subgraphs/certificates/issuance/workerBench.js';

const wholeQuarantineMs = timing.sendWindowMs + quarantineMs;
const hourMs = 3_600_000;

describe('After an answer was lost', () => {
  let folder = '';
  let bench: Awaited<ReturnType<typeof openBench>>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
    bench = await openBench(folder);
  });
  afterEach(async () => {
    await bench.stop();
    await rm(folder, { recursive: true });
  });

  test('what Pluvo carries out after our timeout and inside the quarantine is found, and not sent again', async () => {
    const pluvo = new ScriptedPluvo(noAnswer);
    const worker = bench.worker(pluvo);
    const issuance = await bench.opened('u1');
    await worker.drive(issuance);
    bench.clock.advance(wholeQuarantineMs - 1);
    pluvo.shows(issuance, 'u1');
    bench.clock.advance(1);
    await worker.drive(issuance);
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
    expect(pluvo.calls).toHaveLength(1);
  });

  test('another worker that comes in the middle of the quarantine waits for the rest of it', async () => {
    const pluvo = new ScriptedPluvo(noAnswer);
    const issuance = await bench.opened('u1');
    await bench.worker(pluvo).drive(issuance);
    for (const partMs of [0, wholeQuarantineMs / 2, wholeQuarantineMs / 2 - 1]) {
      bench.clock.advance(partMs);
      await bench.worker(pluvo).drive(issuance);
    }
    expect([pluvo.calls.length, pluvo.looks.length]).toEqual([1, 0]);
    bench.clock.advance(1);
    await bench.worker(pluvo).drive(issuance);
    expect([pluvo.calls.length, pluvo.looks.length]).toEqual([1, 1]);
  });

  test('a worker that dies while it looks is followed by one that looks twice itself, a list-lag apart', async () => {
    const issuance = await bench.opened('u1');
    const dying = new ScriptedPluvo(noAnswer);
    await bench.worker(dying).drive(issuance);
    bench.clock.advance(wholeQuarantineMs);
    const neverSeen = deferred<[]>();
    const looking = deferred();
    dying.portfolioItems = () => {
      looking.resolve();
      return neverSeen.promise;
    };
    const dead = bench.worker(dying).drive(issuance);
    await looking.promise;
    bench.clock.advance(timing.leaseMs);

    const pluvo = new ScriptedPluvo();
    const next = bench.worker(pluvo);
    await next.drive(issuance);
    bench.clock.advance(rules.listLagMs - 1);
    await next.drive(issuance);
    expect([pluvo.looks.length, pluvo.calls.length]).toEqual([1, 0]);
    bench.clock.advance(1);
    await next.drive(issuance);
    expect([pluvo.looks.length, pluvo.calls.length]).toEqual([2, 1]);

    // What the dead one saw comes to light after all, and is too old to count.
    neverSeen.resolve([]);
    await dead;
    expect(dying.calls).toHaveLength(1);
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });

  test('a bulk whose workers were all gone for an hour is completed, with one sending for everybody', async () => {
    const users = Array.from({ length: 9 }, (_, index) => `u${String(index)}`);
    const issuance = await bench.opened({}, ...users);
    const lost = deferred<Answer>();
    const gone = new ScriptedPluvo(allSucceed, allSucceed, () => lost.promise);
    const dead = bench.worker(gone).drive(issuance);
    while (gone.calls.length < 3) await new Promise(setImmediate);
    gone.shows(issuance, ...(gone.calls[2]?.userIds ?? []));
    bench.clock.advance(hourMs);

    const next = bench.worker(gone);
    await next.drive(issuance);
    await expect(bench.statuses(issuance)).resolves.toEqual(
      users.map((_, index) => (index === 4 || index === 5 ? 'UNKNOWN' : 'ISSUED')),
    );
    bench.clock.advance(wholeQuarantineMs);
    await next.drive(issuance);
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
    expect(gone.calls.flatMap(({ userIds }) => userIds)).toEqual(users);
    lost.resolve(await noAnswer({ ...issuance, userIds: [] }));
    await dead;
    await expect(bench.statusOf(issuance)).resolves.toBe('SUCCEEDED');
  });
});

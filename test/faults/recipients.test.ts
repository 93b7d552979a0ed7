import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { People } from '../../subgraphs/certificates/people.js';
import {
  noAnswer,
  notReached,
  ScriptedPluvo,
} from '../subgraphs/certificates/issuance/ScriptedPluvo.js';
import { quarantineMs, rules, timing } from '../subgraphs/certificates/issuance/workerBench.js';
import { aRequest, openRequests } from './openRequests.js';

const dayMs = 86_400_000;

/** A directory in which an address belongs to whom this says. */
function directory(pluvoIdOf: (email: string) => string | undefined): People {
  return {
    byEmail: (emails) =>
      Promise.resolve(
        emails.map((email) => {
          const pluvoId = pluvoIdOf(email);
          return pluvoId === undefined ? null : { id: `id-${email}`, isActive: true, pluvoId };
        }),
      ),
  };
}

describe('Recipients', () => {
  let folder = '';
  let bench: Awaited<ReturnType<typeof openRequests>>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
    bench = await openRequests(folder);
  });
  afterEach(async () => {
    await bench.stop();
    await rm(folder, { recursive: true });
  });

  test('of a request without a date get the date of the day it came, also when it is sent after midnight', async () => {
    const pluvo = new ScriptedPluvo(notReached, notReached);
    const worker = bench.worker(pluvo);
    const request = aRequest(['u1@example.com']);
    for (let days = 0; days < 3; days += 1) {
      await bench.issue(worker, request);
      bench.clock.advance(dayMs);
    }
    const dates = pluvo.calls.map(({ issueDate }) => issueDate);
    expect(dates).toEqual(Array.from({ length: 3 }, () => '2026-01-15T09:00:00Z'));
    const { issuance } = await bench.issue(worker, request);
    expect(issuance.status).toBe('SUCCEEDED');
  });

  test('stay who they were when their address belongs to another person at the next attempt', async () => {
    const pluvo = new ScriptedPluvo(notReached, noAnswer);
    const request = aRequest(['u1@example.com']);
    const moved = bench.worker(pluvo, { people: directory(() => 'another') });
    await bench.issue(bench.worker(pluvo), request);
    for (const waitMs of [dayMs, timing.sendWindowMs + quarantineMs, rules.listLagMs]) {
      bench.clock.advance(waitMs);
      await bench.issue(moved, request);
    }
    expect(pluvo.calls.map(({ userIds }) => userIds)).toEqual([['u1'], ['u1'], ['u1']]);
    const { issuance } = await bench.issue(moved, request);
    expect(issuance.status).toBe('SUCCEEDED');
  });

  test('with two addresses get one certificate, and both addresses are reported', async () => {
    const pluvo = new ScriptedPluvo();
    const people = directory(() => 'u1');
    const request = aRequest(['at.work@example.com', 'at.home@example.com']);
    const { issuance } = await bench.issue(bench.worker(pluvo, { people }), request);
    expect(pluvo.calls.map(({ userIds }) => userIds)).toEqual([['u1']]);
    await expect(bench.statuses(issuance)).resolves.toEqual(['ISSUED', 'ISSUED']);
  });

  test('who cannot get it by trying again leave the issuance PARTIAL, and nothing more is sent for it', async () => {
    const pluvo = new ScriptedPluvo();
    const worker = bench.worker(pluvo);
    await bench.issue(worker, aRequest(['u1@example.com']));
    const request = aRequest(['u1@example.com', 'u2@example.com']);
    const first = await bench.issue(worker, request);
    expect(first.issuance.status).toBe('PARTIAL');
    await expect(bench.statuses(first.issuance)).resolves.toEqual(['FAILED', 'ISSUED']);
    await expect(bench.issue(worker, request)).resolves.toEqual({ ...first, replayed: true });
    expect(pluvo.calls.map(({ userIds }) => userIds)).toEqual([['u1'], ['u2']]);
  });

  test('one unknown address among 100 000 fails alone, and everybody else gets theirs once', async () => {
    const users = Array.from({ length: 100_000 }, (_, index) => `u${String(index)}`);
    const unknown = users[77_777];
    const pluvo = new ScriptedPluvo();
    const people = directory((email) => {
      const [user] = email.split('@');
      return user === unknown ? undefined : user;
    });
    const request = aRequest(users.map((user) => `${user}@example.com`));
    const { issuance } = await bench.issue(bench.worker(pluvo, { people }), request);
    expect(issuance.status).toBe('PARTIAL');
    const counts = (await bench.ledger.counts([issuance.id])).get(issuance.id);
    expect(counts).toMatchObject({ issued: 99_999, failed: 1 });
    const sent = pluvo.calls.flatMap(({ userIds }) => userIds);
    expect(sent).toHaveLength(99_999);
    expect(new Set(sent)).toEqual(new Set(users.filter((user) => user !== unknown)));
  }, 120_000);
});

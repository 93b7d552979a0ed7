import { describe, expect, test } from '@jest/globals';
import { Registry } from 'prom-client';
import type { Change, Person } from '../../../../subgraphs/certificates/issuance/chunk/Chunk.js';
import { createIssuanceMetrics } from '../../../../subgraphs/certificates/issuance/issuanceMetrics.js';
import type { StatusTotal } from '../../../../subgraphs/certificates/issuance/Ledger.js';
import { ManualClock } from '../../../support/ManualClock.js';

const person = (pluvoUserId: string): Person => ({
  pluvoUserId,
  status: 'OPEN',
  failure: undefined,
  issuedInAttempt: undefined,
  portfolioItemId: undefined,
});
const change = (events: Change['events']): Change => ({
  chunk: {
    ...{
      number: 0,
      status: 'SENDING',
      attempt: 1,
      sendingId: 'a',
      sendByMs: 0,
      dueAtMs: undefined,
    },
    ...{ resends: 0, looks: 0, people: ['u1', 'u2', 'u3'].map(person) },
  },
  events,
});

function measured(totals: () => Promise<readonly StatusTotal[]>) {
  const registry = new Registry();
  const clock = new ManualClock();
  const ledger = { totals, nowMs: () => Promise.resolve(clock.nowMs()) };
  const metrics = createIssuanceMetrics(registry, { ledger, clock });
  const lines = async () =>
    (await registry.metrics()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return { clock, metrics, lines };
}

describe('The metrics of issuing', () => {
  test('count what happens to chunks, and to how many people', async () => {
    const { metrics, lines } = measured(() => Promise.resolve([]));
    metrics.observe('i', change([{ kind: 'SENDING', attempt: 1 }]));
    metrics.observe(
      'i',
      change([
        { kind: 'SETTLED', pluvoUserIds: ['u1'], detail: 'issued' },
        { kind: 'SETTLED', pluvoUserIds: ['u2'], detail: 'PLUVO_FAILED' },
        { kind: 'OUTCOME_UNKNOWN', pluvoUserIds: ['u3'] },
      ]),
    );
    metrics.countReaped('forgotten', 7);
    expect(await lines()).toEqual([
      'issuance_events_total{kind="SENDING"} 1',
      'issuance_events_total{kind="SETTLED"} 2',
      'issuance_events_total{kind="OUTCOME_UNKNOWN"} 1',
      'issuance_people_total{kind="SENDING",outcome=""} 3',
      'issuance_people_total{kind="SETTLED",outcome="issued"} 1',
      'issuance_people_total{kind="SETTLED",outcome="PLUVO_FAILED"} 1',
      'issuance_people_total{kind="OUTCOME_UNKNOWN",outcome=""} 1',
      'issuances_reaped_total{what="forgotten"} 7',
      'issuance_oldest_open_seconds 0',
    ]);
  });

  test('tell how many issuances are in each state and how old the oldest open one is, asking now and then', async () => {
    let asked = 0;
    const { clock, lines } = measured(() => {
      asked += 1;
      return Promise.resolve([
        { status: 'RUNNING', issuances: 2, oldestAtMs: Date.parse('2026-01-15T08:59:00Z') },
        { status: 'SUCCEEDED', issuances: 9, oldestAtMs: Date.parse('2025-01-15T08:59:00Z') },
      ]);
    });
    const expected = [
      'issuances{status="RUNNING"} 2',
      'issuances{status="SUCCEEDED"} 9',
      'issuance_oldest_open_seconds 60',
    ];
    expect(await lines()).toEqual(expected);
    expect(await lines()).toEqual(expected);
    expect(asked).toBe(1);
    clock.advance(30_000);
    expect(await lines()).toContain('issuance_oldest_open_seconds 90');
    expect(asked).toBe(2);
  });

  test('are there while the ledger is away, without what only it knows', async () => {
    const { lines } = measured(() => Promise.reject(new Error('away')));
    expect(await lines()).toEqual(['issuance_oldest_open_seconds Nan']);
  });
});

import { describe, expect, test } from '@jest/globals';
import { nextLookAtMs } from '../../../../../subgraphs/certificates/issuance/chunk/rules.js';
import { History, rules, type Step } from './History.js';

const quarantineMs = 5 + rules.pauseBoundMs + rules.processingBoundMs + rules.listLagMs;
const send: Step = { kind: 'send' };
const abandon: Step = { kind: 'abandon' };
const wait = (durationMs: number): Step => ({ kind: 'wait', durationMs });
const absent = { kind: 'ABSENT' } as const;
const present = { kind: 'PRESENT', portfolioItemId: 'i1', isDuplicate: false } as const;
const nobodySeen: Step = { kind: 'look', seen: [absent, absent, absent] };
const lost: readonly Step[] = [send, abandon, wait(quarantineMs)];

function statuses({ chunk }: History) {
  return chunk.people.map(({ status }) => status);
}

describe('A lost answer', () => {
  test('is looked after when its quarantine is over, not before', () => {
    const history = new History().take([send, abandon, wait(quarantineMs - 1), nobodySeen]);
    expect(history.chunk.status).toBe('UNKNOWN');
    history.take([wait(1), nobodySeen]);
    expect(history.chunk.status).toBe('RECONCILING');
  });

  test('is sent again for those only who are missed twice', () => {
    const looks: readonly Step[] = [
      { kind: 'look', seen: [present, absent, absent] },
      wait(rules.listLagMs),
      { kind: 'look', seen: [present, present, absent] },
    ];
    const history = new History().take([...lost, ...looks]);
    expect(statuses(history)).toEqual(['ISSUED', 'ISSUED', 'OPEN']);
    expect(history.chunk).toMatchObject({ status: 'READY', attempt: 1, resends: 1 });
  });

  test('is not sent again after looks that did not see everybody', () => {
    const halfSeen: Step = { kind: 'look', seen: [absent, absent, undefined] };
    const history = new History().take([...lost, halfSeen, wait(rules.listLagMs), halfSeen]);
    expect(history.chunk.status).toBe('UNKNOWN');
    history.take([wait(rules.listLagMs), nobodySeen, wait(rules.listLagMs), halfSeen]);
    expect(history.chunk.status).toBe('RECONCILING');
    history.take([wait(rules.listLagMs), nobodySeen]);
    expect(history.chunk.status).toBe('READY');
  });

  test('is parked under PARK, and found afterwards all the same', () => {
    const twice: readonly Step[] = [nobodySeen, wait(rules.listLagMs), nobodySeen];
    const history = new History({ whenAbsent: 'PARK' }).take([...lost, ...twice]);
    expect(statuses(history)).toEqual(['PARKED', 'PARKED', 'PARKED']);
    const later = nextLookAtMs(0, 0, rules) ?? 0;
    history.take([wait(later), { kind: 'look', seen: [absent, present, absent] }]);
    expect(statuses(history)).toEqual(['PARKED', 'ISSUED', 'PARKED']);
  });

  test('does not park somebody for ever whose certificate could not be told from another', () => {
    const unclear: Step = { kind: 'look', seen: [{ kind: 'AMBIGUOUS' }, present, present] };
    const history = new History().take([...lost, unclear]);
    expect(statuses(history)).toEqual(['PARKED', 'ISSUED', 'ISSUED']);
    const later = nextLookAtMs(0, 0, rules) ?? 0;
    history.take([wait(later), { kind: 'look', seen: [present, present, present] }]);
    expect(statuses(history)).toEqual(['ISSUED', 'ISSUED', 'ISSUED']);
  });
});

describe('What was sent once more', () => {
  test('is looked at three times afterwards, and whoever has two is named', () => {
    const issued = {
      kind: 'settled',
      issued: ['u1', 'u2', 'u3'],
      failed: [],
      unknown: [],
    } as const;
    const result: Step = {
      kind: 'result',
      sending: 1,
      settlement: { ...issued, failure: 'PLUVO_FAILED' },
    };
    const again: readonly Step[] = [nobodySeen, wait(rules.listLagMs), nobodySeen, send, result];
    const history = new History().take([...lost, ...again]);
    const twice: Step = {
      kind: 'look',
      seen: [present, { ...present, isDuplicate: true }, present],
    };
    for (const looks of [0, 1, 2]) {
      expect(history.chunk).toMatchObject({ status: 'DONE', looks });
      history.take([wait(nextLookAtMs(looks, 0, rules) ?? 0), twice]);
    }
    expect(history.chunk.dueAtMs).toBeUndefined();
    const alarms = history.events.filter(({ kind }) => kind === 'DUPLICATE_DETECTED');
    expect(alarms.map(({ pluvoUserIds }) => pluvoUserIds)).toEqual([['u2'], ['u2'], ['u2']]);
  });
});

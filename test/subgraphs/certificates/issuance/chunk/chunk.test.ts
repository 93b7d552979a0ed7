import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  openPeople,
  usersWith,
  type Chunk,
} from '../../../../../subgraphs/certificates/issuance/chunk/Chunk.js';
import { quarantineEndMs } from '../../../../../subgraphs/certificates/issuance/chunk/rules.js';
import { everybody, histories, History, rules, settlements } from './History.js';

const runs = { numRuns: 2_000 };

function statusesOf({ status, people }: Chunk) {
  return { status, people: people.map((person) => person.status) };
}

describe('A chunk, whatever happens to it', () => {
  test('never takes ISSUED back', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        for (const { before, change } of new History().take(steps).changes) {
          const now = usersWith(change.chunk.people, 'ISSUED');
          expect(now).toEqual(expect.arrayContaining([...usersWith(before.people, 'ISSUED')]));
        }
      }),
      runs,
    );
  });

  test('has the people it was cut with, and is done exactly when nobody of them is open', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        for (const { change } of new History().take(steps).changes) {
          const { people, status } = change.chunk;
          expect(people.map(({ pluvoUserId }) => pluvoUserId)).toEqual(everybody);
          expect(status === 'DONE').toBe(openPeople(change.chunk).length === 0);
        }
      }),
      runs,
    );
  });

  test('has no event where nothing changed', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        for (const { before, change } of new History().take(steps).changes)
          if (change.chunk === before) expect(change.events).toEqual([]);
      }),
      runs,
    );
  });

  test('waits for somebody to come, or is being sent, or is done', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        for (const { change } of new History().take(steps).changes) {
          const { status, dueAtMs } = change.chunk;
          if (status === 'SENDING') expect(dueAtMs).toBeUndefined();
          else if (status !== 'DONE') expect(dueAtMs).toBeGreaterThanOrEqual(0);
        }
      }),
      runs,
    );
  });

  test('sends nobody again whose outcome is unknown, unless two looks after the quarantine missed them', () => {
    const counts = { resends: 0 };
    fc.assert(
      fc.property(histories, (steps) => {
        const { changes } = new History().take(steps);
        changes.forEach(({ before, change, atMs }, index) => {
          if (!change.events.some(({ kind }) => kind === 'RESEND')) return;
          counts.resends += 1;
          const endMs = quarantineEndMs(before.sendByMs, rules);
          const looks = changes
            .slice(0, index + 1)
            .flatMap(({ step, atMs: lookedAtMs }) =>
              step.kind === 'look' && lookedAtMs >= endMs ? { ...step, lookedAtMs } : [],
            );
          for (const user of openPeople(change.chunk)) {
            const missed = looks.filter(
              ({ seen }) => seen[everybody.findIndex((one) => one === user)]?.kind === 'ABSENT',
            );
            expect(missed.at(-1)?.lookedAtMs).toBe(atMs);
            expect(missed[0]?.lookedAtMs).toBeLessThanOrEqual(atMs - rules.listLagMs);
          }
        });
      }),
      runs,
    );
    expect(counts.resends).toBeGreaterThan(20);
  });

  test('is not sent while an outcome is unknown', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        let isUnknown = false;
        for (const { kind } of new History().take(steps).events) {
          if (kind === 'OUTCOME_UNKNOWN') isUnknown = true;
          if (kind === 'NOT_SENT' || kind === 'RESEND') isUnknown = false;
          if (kind === 'SENDING') expect(isUnknown).toBe(false);
        }
      }),
      runs,
    );
  });

  test('is under PARK never sent again after an unknown outcome', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const { events } = new History({ whenAbsent: 'PARK' }).take(steps);
        expect(events.filter(({ kind }) => kind === 'RESEND')).toEqual([]);
      }),
      runs,
    );
  });

  test('is sent under an attempt and an id of its own each time', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const begun = new History()
          .take(steps)
          .changes.filter(({ change }) => change.events.some(({ kind }) => kind === 'SENDING'))
          .map(({ change }) => change.chunk);
        expect(begun.map(({ attempt }) => attempt)).toEqual(
          begun.map((_chunk, index) => index + 1),
        );
        expect(new Set(begun.map(({ sendingId }) => sendingId)).size).toBe(begun.length);
      }),
      runs,
    );
  });
});

describe('A result', () => {
  test('changes nothing when it comes a second time', () => {
    fc.assert(
      fc.property(histories, fc.nat(5), settlements, (steps, sending, settlement) => {
        const result = { kind: 'result', sending, settlement } as const;
        const history = new History().take(steps).take([result]);
        const { chunk: once, events } = history;
        history.take([result]);
        expect(history.chunk).toEqual(once);
        // An alarm may be given again.
        const news = history.events.slice(events.length).map(({ kind }) => kind);
        expect(news.filter((kind) => kind !== 'DUPLICATE_DETECTED')).toEqual([]);
      }),
      runs,
    );
  });

  test('leads to the same, whichever of two sendings it comes of is heard of first', () => {
    fc.assert(
      fc.property(histories, settlements, settlements, (steps, one, other) => {
        const first = { kind: 'result', sending: 0, settlement: one } as const;
        const second = { kind: 'result', sending: 1, settlement: other } as const;
        const either = new History().take(steps).take([first, second]).chunk;
        const or = new History().take(steps).take([second, first]).chunk;
        expect(statusesOf(either)).toEqual(statusesOf(or));
      }),
      runs,
    );
  });

  test('that says ISSUED counts, however late and of whichever sending', () => {
    const issued = { kind: 'settled', issued: everybody, failed: [], unknown: [] } as const;
    fc.assert(
      fc.property(histories, fc.nat(5), (steps, sending) => {
        const history = new History().take([{ kind: 'send' }, ...steps]);
        const settlement = { ...issued, failure: 'PLUVO_FAILED' } as const;
        history.take([{ kind: 'result', sending, settlement }]);
        expect(usersWith(history.chunk.people, 'ISSUED')).toEqual(everybody);
        expect(history.chunk.status).toBe('DONE');
      }),
      runs,
    );
  });

  test('of an earlier sending fails nobody, and makes nobody unknown', () => {
    fc.assert(
      fc.property(histories, settlements, (steps, settlement) => {
        const history = new History().take(steps);
        const { chunk: before } = history;
        if (before.attempt < 2) return;
        history.take([{ kind: 'result', sending: 0, settlement }]);
        const issued = usersWith(history.chunk.people, 'ISSUED');
        for (const [index, person] of history.chunk.people.entries())
          if (!issued.includes(person.pluvoUserId)) expect(person).toEqual(before.people[index]);
        if (openPeople(history.chunk).length > 0) expect(history.chunk.status).toBe(before.status);
      }),
      runs,
    );
  });
});

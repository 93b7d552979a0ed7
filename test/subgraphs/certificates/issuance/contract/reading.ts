import { expect, test } from '@jest/globals';
import { encodeCursor } from '../../../../../platform/relay/cursor.js';
import {
  eventCursor,
  issuanceCursor,
  recipientCursor,
} from '../../../../../subgraphs/certificates/issuance/cursors.js';
import type { IssuanceRecord } from '../../../../../subgraphs/certificates/issuance/Ledger.js';
import type { RecipientStatus } from '../../../../../subgraphs/certificates/issuance/states.js';
import { anIssuance, people } from '../openLedger.js';
import { nowMs, settled, type LedgerBench } from './LedgerBench.js';

export function readingContract(bench: () => LedgerBench): void {
  /** One recipient in each state, and one more who was not looked up. */
  async function oneOfEach() {
    const { claim: holder } = await bench().parked(['taken']);
    const users = people('u0', 'u1', 'u2', 'u3', 'taken', 'u5', 'u6');
    const claim = await bench().claim(await bench().accepted(users));
    const { id } = claim.issuance;
    await bench().ledger.plan(claim, users.slice(0, 6), 1, nowMs);
    await bench().record(await bench().send(claim), settled({ issued: ['u0'] }));
    await bench().record(await bench().send(claim), settled({ unknown: ['u1'] }));
    await bench().send(claim);
    const parked = { status: 'PARKED', failure: 'OUTCOME_UNKNOWN' } as const;
    await bench().ledger.change(
      id,
      3,
      (chunk) => ({
        chunk: { ...chunk, people: chunk.people.map((person) => ({ ...person, ...parked })) },
        events: [],
      }),
      nowMs,
    );
    return { id, holder };
  }

  test('counts recipients by what callers see of them, of several issuances at once', async () => {
    const { id, holder } = await oneOfEach();
    const nobody = 'not there';
    const counts = await bench().ledger.counts([id, holder.issuance.id, nobody]);
    expect(counts.get(id)).toEqual({
      ...{ ready: 2, sending: 1, unknown: 1, issued: 1, failed: 1, parked: 1 },
    });
    expect(counts.get(holder.issuance.id)).toMatchObject({ parked: 1, ready: 0 });
    expect(counts.get(nobody)).toMatchObject({ parked: 0, ready: 0 });
    await expect(bench().ledger.counts([])).resolves.toEqual(new Map());
  });

  test.each<[RecipientStatus, number[]]>([
    ['READY', [5, 6]],
    ['SENDING', [2]],
    ['UNKNOWN', [1]],
    ['ISSUED', [0]],
    ['FAILED', [4]],
    ['PARKED', [3]],
  ])('finds the recipients that are %s', async (status, positions) => {
    const { id } = await oneOfEach();
    const { rows } = await bench().ledger.recipients(id, { from: 'start', size: 9 }, status);
    expect(rows.map(({ position }) => position)).toEqual(positions);
    expect(new Set(rows.map((row) => row.status))).toEqual(new Set([status]));
  });

  test('names the users that are in some states', async () => {
    const { id } = await oneOfEach();
    const users = await bench().ledger.usersWith(id, ['ISSUED', 'PARKED', 'FAILED']);
    expect([...users].sort((a, b) => (a.pluvoUserId < b.pluvoUserId ? -1 : 1))).toEqual([
      { pluvoUserId: 'taken', status: 'FAILED' },
      { pluvoUserId: 'u0', status: 'ISSUED' },
      { pluvoUserId: 'u3', status: 'PARKED' },
    ]);
  });

  test('pages through recipients in both directions, and by status', async () => {
    const claim = await bench().planned(people('u0', 'u1', 'u2', 'u3', 'u4'));
    const { id } = claim.issuance;
    const lists = { issued: ['u0', 'u2', 'u4'], failed: ['u1', 'u3'] };
    await bench().record(await bench().send(claim), settled(lists));
    const forward = await bench().ledger.recipients(id, { from: 'start', size: 2 }, 'ISSUED');
    expect([forward.rows.map(({ pluvoUserId }) => pluvoUserId), forward.more]).toEqual([
      ['u0', 'u2'],
      true,
    ]);
    const before = forward.rows[1] ? recipientCursor(forward.rows[1]) : '';
    const back = await bench().ledger.recipients(id, { from: 'end', size: 5, before }, undefined);
    expect([back.rows.map(({ pluvoUserId }) => pluvoUserId), back.more]).toEqual([
      ['u0', 'u1'],
      false,
    ]);
  });

  test('pages through the audit trail in both directions, and counts it', async () => {
    const { issuance } = await bench().issued(['u1']);
    const { ledger } = bench();
    const kinds = ['ACCEPTED', 'PLANNED', 'SENDING', 'SETTLED', 'FINISHED'];
    await expect(bench().eventKinds(issuance.id)).resolves.toEqual(kinds);
    await expect(ledger.countEvents(issuance.id)).resolves.toBe(5);
    const first = await ledger.events(issuance.id, { from: 'start', size: 2 });
    expect([first.rows.map(({ sequence }) => sequence), first.more]).toEqual([[1, 2], true]);
    const after = first.rows[1] ? eventCursor(first.rows[1]) : '';
    const rest = await ledger.events(issuance.id, { from: 'end', size: 9, after });
    expect([rest.rows.map(({ kind }) => kind), rest.more]).toEqual([kinds.slice(2), false]);
    expect(rest.rows[1]).toEqual({
      ...{ sequence: 4, atMs: nowMs, chunkNumber: 0, kind: 'SETTLED', attempt: 1 },
      ...{ pluvoUserIds: ['u1'], detail: 'issued' },
    });
  });

  test('pages through the issuances of a caller, newest first, and counts them', async () => {
    const { ledger } = bench();
    for (const seconds of [1, 2, 3]) {
      const createdAtMs = nowMs + seconds * 1_000;
      const title = String(seconds);
      await ledger.open(anIssuance({ caller: 'lms', title, createdAtMs }), people('u1'));
    }
    const newest = await ledger.issuances('lms', { from: 'start', size: 2 }, 'ACCEPTED');
    expect([newest.rows.map(({ title }) => title), newest.more]).toEqual([['3', '2'], true]);
    const after = newest.rows[1] ? issuanceCursor(newest.rows[1]) : '';
    const rest = await ledger.issuances('lms', { from: 'start', size: 2, after }, undefined);
    expect([rest.rows.map(({ title }) => title), rest.more]).toEqual([['1'], false]);
    await expect(ledger.countIssuances('lms', undefined)).resolves.toBe(3);
    await expect(ledger.countIssuances('lms', 'SUCCEEDED')).resolves.toBe(0);
    await expect(ledger.totals()).resolves.toEqual([
      { status: 'ACCEPTED', issuances: 3, oldestAtMs: nowMs + 1_000 },
    ]);
  });

  test.each(['99999999999', '-1', '1.5', ''])(
    'refuses a cursor of recipients or events that stands for "%s"',
    async (place) => {
      const refused = (connection: string, read: (after: string) => Promise<unknown>) =>
        expect(Promise.resolve(encodeCursor(connection, place)).then(read)).rejects.toMatchObject({
          code: 'INVALID_CURSOR',
        });
      const window = { from: 'start', size: 2 } as const;
      await refused('recipient', (after) =>
        bench().ledger.recipients('any', { ...window, after }, undefined),
      );
      await refused('event', (after) => bench().ledger.events('any', { ...window, after }));
    },
  );

  test.each(['99999999999999999999:a', '1:a\0', ':a', 'yesterday:a', '1'])(
    'refuses a cursor of issuances that stands for %j',
    async (place) => {
      const window = { from: 'start', size: 2, after: encodeCursor('issuance', place) } as const;
      await expect(
        Promise.resolve().then(() => bench().ledger.issuances('hr', window, undefined)),
      ).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    },
  );

  test('knows which of the caller’s issuances issued to a user', async () => {
    const claim = await bench().planned(people('u1', 'u2'));
    await bench().record(await bench().send(claim), settled({ issued: ['u1'], failed: ['u2'] }));
    const issued = await bench().ledger.issuedTo('hr', ['u1', 'u2']);
    expect(issued.map(({ pluvoUserId, issuance }) => [pluvoUserId, issuance.id])).toEqual([
      ['u1', claim.issuance.id],
    ]);
    await expect(bench().ledger.issuedTo('lms', ['u1'])).resolves.toEqual([]);
  });

  test('tells whose certificates could be taken for these in a portfolio, by title and date', async () => {
    const precisionMs = 1_000;
    let templates = 0;
    const of = (changes: Partial<IssuanceRecord> = {}) => {
      templates += 1;
      return { certificateId: `template-${String(templates)}`, ...changes };
    };
    await bench().issued(['u1', 'u2'], of({ caller: 'lms' }));
    await bench().parked(['u1'], of({ issueDate: '2026-01-15T09:00:01Z' }));
    await bench().planned(people('u2'), of({ issueDate: '2026-01-15T08:59:59Z' }));
    await bench().issued(['u1'], of({ issueDate: '2026-01-15T09:00:02Z' }));
    await bench().issued(['u1'], of({ title: 'Second Aid' }));
    const failed = await bench().planned(people('u1'), of());
    await bench().record(await bench().send(failed), settled({ failed: ['u1'] }));
    await bench().accepted(people('u1'), of());
    const { issuance } = await bench().issued(['u1', 'u2', 'u3']);

    const others = await bench().ledger.othersAlike(issuance, ['u1', 'u2', 'u3'], precisionMs);
    expect(others).toEqual(
      new Map([
        ['u1', { issued: 1, undecided: 1 }],
        ['u2', { issued: 1, undecided: 1 }],
        ['u3', { issued: 0, undecided: 0 }],
      ]),
    );
  });

  test('counts somebody behind two addresses once among them, and whoever was forgotten as issued', async () => {
    const other = { certificateId: '22222222-2222-4222-8222-222222222222' };
    const both = people('u1', 'u1').map((one, position) => ({
      ...{ ...one, position, email: `u1-${String(position)}@example.com` },
    }));
    await bench().planned(both, other);
    await bench().issued(['u1']);
    await bench().ledger.forget(nowMs + 1, nowMs + 1, 10);
    const asking = anIssuance();
    const others = await bench().ledger.othersAlike(asking, ['u1'], 1_000);
    expect(others.get('u1')).toEqual({ issued: 1, undecided: 1 });
  });

  test('goes on without a word when it is ready', async () => {
    await expect(bench().ledger.ready()).resolves.toBeUndefined();
  });
}

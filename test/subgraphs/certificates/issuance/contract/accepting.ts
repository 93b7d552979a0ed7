import { expect, test } from '@jest/globals';
import { anIssuance, people } from '../openLedger.js';
import { nowMs, type LedgerBench } from './LedgerBench.js';

export function acceptingContract(bench: () => LedgerBench): void {
  test('takes a request ID once per caller, also when two replicas open it in the same moment', async () => {
    const { ledger } = bench();
    const issuance = anIssuance();
    const rivals = ['a', 'b', 'c', 'd'].map((id) => ({ ...issuance, id }));
    const opened = await Promise.all(rivals.map((rival) => ledger.open(rival, people('u1'))));
    expect(opened.filter(Boolean)).toHaveLength(1);
    await expect(
      ledger.open({ ...issuance, id: 'other', caller: 'lms' }, people('u1')),
    ).resolves.toBe(true);
  });

  test('gives back what was written down, to the last field', async () => {
    const issuance = anIssuance({
      ...{ trainingId: 'training', onDuplicate: 'ISSUE_AGAIN', isBulk: true },
      title: 'Première « secours » \u{1f691}',
    });
    await bench().ledger.open(issuance, people('u1'));
    await expect(bench().find(issuance)).resolves.toEqual(issuance);
    await expect(bench().ledger.find('lms', issuance.requestId)).resolves.toBeUndefined();
  });

  test('writes five thousand recipients down in order, READY, and says so in the audit trail', async () => {
    const users = people(...Array.from({ length: 5_000 }, (_, index) => `u${String(index)}`));
    const { id } = await bench().accepted(users);
    const recipients = await bench().recipients(id);
    expect(recipients.map(({ email }) => email)).toEqual(users.map(({ email }) => email));
    expect(new Set(recipients.map(({ status }) => status))).toEqual(new Set(['READY']));
    await expect(bench().events(id)).resolves.toMatchObject([
      { sequence: 1, kind: 'ACCEPTED', atMs: nowMs, detail: '5000 recipients' },
    ]);
    const page = await bench().ledger.unresolved(id, 3);
    expect(page.map(({ position, email }) => [position, email])).toEqual([
      [0, 'u0@example.com'],
      [1, 'u1@example.com'],
      [2, 'u2@example.com'],
    ]);
  });
}

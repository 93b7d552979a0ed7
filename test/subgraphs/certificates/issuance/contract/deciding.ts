import { expect, test } from '@jest/globals';
import { people } from '../openLedger.js';
import { nowMs, settled, type LedgerBench } from './LedgerBench.js';

const seen = { issued: true, decidedBy: 'ops', evidence: 'seen in Pluvo' };
const notSeen = { issued: false, decidedBy: 'ops', evidence: 'not seen' };

export function decidingContract(bench: () => LedgerBench): void {
  const statuses = async (claim: { issuance: { id: string } }) =>
    bench().statuses(claim.issuance.id);

  test('lets a person decide a parked recipient, once, and closes the issuance', async () => {
    const { claim } = await bench().parked(['u1', 'u2']);
    const { id } = claim.issuance;
    const { ledger } = bench();
    const first = { email: 'u1@example.com' };
    await expect(ledger.decide(id, first, seen, nowMs)).resolves.toMatchObject({
      decided: true,
      recipient: { status: 'ISSUED', decision: { ...seen, decidedAtMs: nowMs } },
    });
    await expect(ledger.decide(id, first, notSeen, nowMs)).resolves.toMatchObject({
      decided: false,
      recipient: { status: 'ISSUED', decision: seen },
    });
    await expect(
      ledger.decide(id, { email: 'nobody@example.com' }, seen, nowMs),
    ).resolves.toBeUndefined();
    await expect(ledger.decide('nothing', first, seen, nowMs)).resolves.toBeUndefined();
    await ledger.decide(id, { pluvoUserId: 'u2' }, notSeen, nowMs + 1);
    await expect(statuses(claim)).resolves.toEqual(['ISSUED', 'RESOLVED_NOT_ISSUED']);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({
      ...{ status: 'PARTIAL', finishedAtMs: nowMs + 1 },
    });
    const decided = (await bench().events(id)).filter(({ kind }) => kind === 'DECIDED');
    expect(decided).toMatchObject([
      { pluvoUserIds: ['u1'], detail: 'ISSUED', chunkNumber: 0 },
      { pluvoUserIds: ['u2'], detail: 'NOT_ISSUED' },
    ]);
    const next = await bench().planned(people('u1', 'u2'));
    await expect(statuses(next)).resolves.toEqual(['ALREADY_ISSUED', 'READY']);
  });

  test('decides for every address of the same person', async () => {
    const both = people('u1', 'u1').map((one, position) => ({
      ...{ ...one, position, email: `u1-${String(position)}@example.com` },
    }));
    const claim = await bench().planned(both);
    const sent = await bench().send(claim);
    const parked = { status: 'PARKED', failure: 'OUTCOME_UNKNOWN' } as const;
    await bench().ledger.change(
      sent.id,
      sent.number,
      (chunk) => {
        const everybody = chunk.people.map((person) => ({ ...person, ...parked }));
        return { chunk: { ...chunk, status: 'DONE', people: everybody }, events: [] };
      },
      nowMs,
    );
    await bench().ledger.decide(sent.id, { email: 'u1-1@example.com' }, seen, nowMs);
    await expect(statuses(claim)).resolves.toEqual(['ISSUED', 'ISSUED']);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'SUCCEEDED' });
  });

  test('decides nobody who is not parked', async () => {
    const claim = await bench().planned(people('u1'));
    const answer = await bench().ledger.decide(
      claim.issuance.id,
      { pluvoUserId: 'u1' },
      seen,
      nowMs,
    );
    expect(answer).toMatchObject({ decided: false, recipient: { status: 'READY' } });
    await expect(statuses(claim)).resolves.toEqual(['READY']);
  });

  test("a person's verdict is not overwritten by an answer that comes later", async () => {
    const { claim, sent } = await bench().parked(['u1']);
    await bench().ledger.decide(sent.id, { pluvoUserId: 'u1' }, seen, nowMs);
    await bench().record(sent, settled({ failed: ['u1'] }));
    await expect(statuses(claim)).resolves.toEqual(['ISSUED']);
    await expect(statuses(await bench().planned(people('u1')))).resolves.toEqual([
      'ALREADY_ISSUED',
    ]);
  });

  test('Pluvo’s word that it issued overrules a person’s that it did not, whose verdict stays on record', async () => {
    const { claim, sent } = await bench().parked(['u1', 'u2']);
    for (const pluvoUserId of ['u1', 'u2'])
      await bench().ledger.decide(sent.id, { pluvoUserId }, notSeen, nowMs);
    await bench().record(sent, settled({ issued: ['u1'], failed: ['u2'] }));
    await expect(statuses(claim)).resolves.toEqual(['ISSUED', 'RESOLVED_NOT_ISSUED']);
    await expect(bench().find(claim.issuance)).resolves.toMatchObject({ status: 'PARTIAL' });
    const [first] = await bench().recipients(sent.id);
    expect(first?.decision).toMatchObject(notSeen);
    const next = await bench().planned(people('u1', 'u2'));
    await expect(statuses(next)).resolves.toEqual(['ALREADY_ISSUED', 'READY']);
  });
}

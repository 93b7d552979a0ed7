import { expect, test } from '@jest/globals';
import { people } from '../openLedger.js';
import { nowMs, settled, type LedgerBench } from './LedgerBench.js';

const again = { onDuplicate: 'ISSUE_AGAIN' } as const;

export function naturalKeysContract(bench: () => LedgerBench): void {
  const statuses = async (claim: { issuance: { id: string } }) =>
    bench().statuses(claim.issuance.id);

  test('gives a natural key to one request at a time: in progress, then already issued', async () => {
    const held = await bench().planned(people('u1', 'u2'));
    const rival = await bench().planned(people('u2', 'u3'));
    await expect(statuses(rival)).resolves.toEqual(['IN_PROGRESS_ELSEWHERE', 'READY']);
    await bench().record(await bench().send(held), settled({ issued: ['u1', 'u2'] }));
    const late = await bench().planned(people('u1'));
    await expect(statuses(late)).resolves.toEqual(['ALREADY_ISSUED']);
  });

  test('takes other titles, days and people for something else', async () => {
    await bench().planned(people('u1'));
    const title = await bench().planned(people('u1'), { title: 'Second Aid' });
    await expect(statuses(title)).resolves.toEqual(['READY']);
    const day = await bench().planned(people('u1'), { issueDate: '2026-01-16T09:00:00Z' });
    await expect(statuses(day)).resolves.toEqual(['READY']);
    const spelling = await bench().planned(people('u1'), { title: ' first  AID' });
    await expect(statuses(spelling)).resolves.toEqual(['IN_PROGRESS_ELSEWHERE']);
  });

  test('gives a natural key to one of four requests planned in the same moment', async () => {
    const users = people('u1', 'u2', 'u3');
    const rivals = await Promise.all([1, 2, 3, 4].map(() => bench().planned(users)));
    const all = (await Promise.all(rivals.map(statuses))).flat();
    expect(all.filter((status) => status === 'READY')).toHaveLength(3);
  });

  test('gives a natural key back when nothing was issued', async () => {
    const held = await bench().planned(people('u1', 'u2'));
    await bench().record(await bench().send(held), settled({ issued: ['u2'], failed: ['u1'] }));
    const next = await bench().planned(people('u1', 'u2'));
    await expect(statuses(next)).resolves.toEqual(['READY', 'ALREADY_ISSUED']);
  });

  test('keeps the key of somebody whose outcome is unknown, or who is parked', async () => {
    const held = await bench().planned(people('u1'));
    await bench().record(await bench().send(held), settled({ unknown: ['u1'] }));
    await bench().parked(['u2']);
    const next = await bench().planned(people('u1', 'u2'));
    const elsewhere = ['IN_PROGRESS_ELSEWHERE', 'IN_PROGRESS_ELSEWHERE'];
    await expect(statuses(next)).resolves.toEqual(elsewhere);
    const onRequest = await bench().planned(people('u1', 'u2'), again);
    await expect(statuses(onRequest)).resolves.toEqual(elsewhere);
  });

  test('issues again on request to whoever has it, and knows of both afterwards', async () => {
    await bench().issued(['u1']);
    const second = await bench().planned(people('u1'), again);
    await expect(statuses(second)).resolves.toEqual(['READY']);
    await bench().record(await bench().send(second), settled({ issued: ['u1'] }));
    await expect(statuses(await bench().planned(people('u1')))).resolves.toEqual([
      'ALREADY_ISSUED',
    ]);
    await expect(statuses(await bench().planned(people('u1'), again))).resolves.toEqual(['READY']);
  });

  test('still knows of the first when issuing again failed', async () => {
    await bench().issued(['u1']);
    const second = await bench().planned(people('u1'), again);
    await bench().record(await bench().send(second), settled({ failed: ['u1'] }));
    const skipping = await bench().planned(people('u1'));
    await expect(statuses(skipping)).resolves.toEqual(['ALREADY_ISSUED']);
  });

  test('knows of what was issued on request when nothing was before', async () => {
    await bench().issued(['u1'], again);
    const skipping = await bench().planned(people('u1'));
    await expect(statuses(skipping)).resolves.toEqual(['ALREADY_ISSUED']);
  });

  test('refuses a request to issue again without taking anything from who is at it', async () => {
    const first = await bench().planned(people('u1', 'u2'));
    const refused = await bench().planned(people('u1', 'u2'), again);
    const elsewhere = ['IN_PROGRESS_ELSEWHERE', 'IN_PROGRESS_ELSEWHERE'];
    await expect(statuses(refused)).resolves.toEqual(elsewhere);
    const skipping = await bench().planned(people('u1', 'u2'));
    await expect(statuses(skipping)).resolves.toEqual(elsewhere);
    await bench().record(await bench().send(first), settled({ issued: ['u1'], failed: ['u2'] }));
    const next = await bench().planned(people('u1', 'u2'));
    await expect(statuses(next)).resolves.toEqual(['ALREADY_ISSUED', 'READY']);
  });

  test('issues again on request one after the other', async () => {
    await bench().issued(['u1']);
    const rivals = await Promise.all([1, 2, 3, 4].map(() => bench().planned(people('u1'), again)));
    const all = (await Promise.all(rivals.map(statuses))).flat();
    expect([...all].sort()).toEqual([
      ...['IN_PROGRESS_ELSEWHERE', 'IN_PROGRESS_ELSEWHERE', 'IN_PROGRESS_ELSEWHERE', 'READY'],
    ]);
  });

  test('issues to one of two, one on request and one not, that are planned in the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const title = `Round ${String(round)}`;
      const rivals = await Promise.all(
        [{ title }, { title, ...again }, { title }, { title, ...again }].map((changes) =>
          bench().planned(people('u1', 'u2'), changes),
        ),
      );
      const all = (await Promise.all(rivals.map(statuses))).flat();
      expect(all.filter((status) => status === 'READY')).toHaveLength(2);
    }
  });

  test('keeps others from issuing again when a late fact says that it was issued after all', async () => {
    const held = await bench().planned(people('u1'));
    const sent = await bench().send(held);
    await bench().record(sent, settled({ failed: ['u1'] }));
    await bench().record(sent, settled({ issued: ['u1'] }));
    const next = await bench().planned(people('u1'));
    await expect(statuses(next)).resolves.toEqual(['ALREADY_ISSUED']);
  });

  test('remembers a late fact although another had taken the key by then', async () => {
    const held = await bench().planned(people('u1'));
    const sent = await bench().send(held);
    await bench().record(sent, settled({ failed: ['u1'] }));
    const second = await bench().planned(people('u1'));
    await bench().record(sent, settled({ issued: ['u1'] }));
    await bench().record(await bench().send(second), settled({ failed: ['u1'] }));
    const third = await bench().planned(people('u1'));
    await expect(statuses(third)).resolves.toEqual(['ALREADY_ISSUED']);
  });

  test('knows what was issued by an issuance that is forgotten', async () => {
    await bench().issued(['u1']);
    await expect(bench().ledger.forget(nowMs + 1, nowMs + 2, 10)).resolves.toBe(1);
    await expect(statuses(await bench().planned(people('u1')))).resolves.toEqual([
      'ALREADY_ISSUED',
    ]);
    await expect(statuses(await bench().planned(people('u1'), again))).resolves.toEqual(['READY']);
  });
}

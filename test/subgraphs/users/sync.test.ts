import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { PluvoError } from '../../../pluvo/errors.js';
import { createSync, type Sync } from '../../../subgraphs/users/sync.js';
import { describeOnBothEngines } from '../../support/engines.js';
import { ManualClock } from '../../support/ManualClock.js';
import { ListedPluvo, pluvoUser } from './ListedPluvo.js';
import { openDirectory, type OpenDirectory } from './openDirectory.js';

const logger = pino({ level: 'silent' });
const people = (count: number) => Array.from({ length: count }, (_, number) => pluvoUser(number));

describeOnBothEngines('Reading people from Pluvo', (empty) => {
  let opened: OpenDirectory;
  let pluvo: ListedPluvo;
  let clock: ManualClock;
  /** A replica of its own on the same database. */
  const replica = (): Sync =>
    createSync({ store: opened.store, pluvo, logger, clock, budgetMs: 20_000 });
  const sync = () => replica().run();
  const save = (id: string, email: string, pluvoId?: string) =>
    opened.directory.save([{ id, email, name: id, isActive: true, pluvoId }], clock.nowMs());
  const byId = async (id: string) => (await opened.directory.findByIds([id]))[0];
  const byEmail = async (email: string) => (await opened.directory.findByEmails([email]))[0];

  beforeEach(async () => {
    opened = await openDirectory(empty());
    pluvo = new ListedPluvo();
    clock = new ManualClock();
  });
  afterEach(() => opened.database.stop());

  test('takes over everybody, page by page, with a few statements per page', async () => {
    pluvo.people = people(230);
    opened.statements.count = 0;
    await expect(sync()).resolves.toEqual({
      finished: true,
      pages: 5,
      created: 230,
      updated: 0,
      linked: 0,
      conflicts: 0,
    });
    expect(opened.statements.count).toBeLessThanOrEqual(5 * 7 + 2);
    await expect(opened.directory.count(undefined)).resolves.toBe(230);
    await expect(byEmail('person229@example.org')).resolves.toMatchObject({
      name: 'Person 229',
      isActive: true,
      pluvoId: pluvoUser(229).id,
    });
    await expect(opened.store.hasFinished()).resolves.toBe(true);
  });

  test('changes nothing, and says so, when nothing has changed', async () => {
    pluvo.people = people(60);
    await sync();
    await expect(sync()).resolves.toMatchObject({ pages: 2, created: 0, updated: 0, linked: 0 });
  });

  test('links people who are known by their address, whatever its case', async () => {
    await save('anna', 'Person1@Example.org');
    pluvo.people = people(3);
    await expect(sync()).resolves.toMatchObject({ created: 2, updated: 1, linked: 1 });
    await expect(byId('anna')).resolves.toMatchObject({ pluvoId: pluvoUser(1).id });
  });

  test('keeps a person the same when their address changes in Pluvo', async () => {
    pluvo.people = people(1);
    await sync();
    const before = await byEmail('person0@example.org');
    pluvo.people = [pluvoUser(0, { email: 'married@example.org', name: 'Married' })];
    await expect(sync()).resolves.toMatchObject({ created: 0, updated: 1, linked: 0 });
    await expect(byEmail('married@example.org')).resolves.toEqual({
      ...before,
      email: 'married@example.org',
      name: 'Married',
    });
    await expect(byEmail('person0@example.org')).resolves.toBeNull();
  });

  test('follows people who exchange their addresses in Pluvo', async () => {
    pluvo.people = people(2);
    await sync();
    const [zero, one] = [pluvoUser(0), pluvoUser(1)];
    pluvo.people = [
      { ...zero, email: one.email },
      { ...one, email: zero.email },
    ];
    await expect(sync()).resolves.toMatchObject({ updated: 2, conflicts: 0 });
    await expect(byEmail(one.email)).resolves.toMatchObject({ pluvoId: zero.id });
    await expect(byEmail(zero.email)).resolves.toMatchObject({ pluvoId: one.id });
  });

  test('makes people inactive and active again as Pluvo does', async () => {
    pluvo.people = [pluvoUser(0, { isActive: false })];
    await sync();
    await expect(byEmail('person0@example.org')).resolves.toMatchObject({ isActive: false });
    pluvo.people = people(1);
    await expect(sync()).resolves.toMatchObject({ updated: 1 });
    await expect(byEmail('person0@example.org')).resolves.toMatchObject({ isActive: true });
  });

  test('never makes somebody active whom the directory says is not', async () => {
    const gone = { id: 'gone', email: 'person0@example.org', name: 'Gone', isActive: false };
    await opened.directory.save([gone], clock.nowMs());
    pluvo.people = people(1);
    await sync();
    await expect(byId('gone')).resolves.toMatchObject({
      isActive: false,
      pluvoId: pluvoUser(0).id,
    });
  });

  test('passes over null edges, null nodes and people without an address; takes doubles once', async () => {
    pluvo.people = [null, pluvoUser(1), pluvoUser(2, { email: ' ' }), pluvoUser(1), null];
    const page = await pluvo.users({ first: 50 });
    const withNullEdge = {
      users: () => Promise.resolve({ ...page, edges: [null, ...page.edges] }),
    };
    const { store } = opened;
    const run = createSync({ store, pluvo: withNullEdge, logger, clock, budgetMs: 1 }).run();
    await expect(run).resolves.toMatchObject({ finished: true, created: 1 });
  });

  test('stores texts that databases do not take as far as they do', async () => {
    pluvo.people = [pluvoUser(0, { name: 'An\0na' })];
    await sync();
    await expect(byEmail('person0@example.org')).resolves.toMatchObject({ name: 'Anna' });
  });

  test('leaves an address with whoever has it, tells of the conflict, and takes over the rest', async () => {
    await save('known', 'old@example.org', pluvoUser(0).id);
    await save('namesake', 'person0@example.org');
    pluvo.people = [pluvoUser(0, { name: 'New name' })];
    const outcome = { created: 0, updated: 1, linked: 0, conflicts: 1 };
    await expect(sync()).resolves.toMatchObject(outcome);
    await expect(byId('known')).resolves.toMatchObject({
      email: 'old@example.org',
      name: 'New name',
    });
    await expect(byId('namesake')).resolves.toMatchObject({
      email: 'person0@example.org',
      pluvoId: null,
    });
  });

  test('does not create somebody whose address a linked person has, until that one gives it up', async () => {
    await save('linked', 'person1@example.org', pluvoUser(0).id);
    pluvo.people = [pluvoUser(1)];
    await expect(sync()).resolves.toMatchObject({ created: 0, conflicts: 1 });
    pluvo.people = [pluvoUser(1), pluvoUser(0)];
    await expect(sync()).resolves.toMatchObject({ created: 1, updated: 1, conflicts: 0 });
    await expect(byId('linked')).resolves.toMatchObject({ email: 'person0@example.org' });
  });

  test('undoes a chain of moves whose last address is kept by somebody', async () => {
    pluvo.people = people(2);
    await sync();
    await save('keeper', 'kept@example.org');
    const [zero, one] = [pluvoUser(0), pluvoUser(1)];
    pluvo.people = [
      { ...zero, email: one.email },
      { ...one, email: 'kept@example.org' },
    ];
    await expect(sync()).resolves.toMatchObject({ updated: 0, conflicts: 2 });
    await expect(byEmail(one.email)).resolves.toMatchObject({ pluvoId: one.id });
    await expect(byEmail(zero.email)).resolves.toMatchObject({ pluvoId: zero.id });
  });

  test('takes two accounts whose addresses differ only in case for one person, the first', async () => {
    pluvo.people = [pluvoUser(0), pluvoUser(1, { email: 'PERSON0@example.org' })];
    await expect(sync()).resolves.toMatchObject({ created: 1, conflicts: 1 });
    await expect(sync()).resolves.toMatchObject({ created: 0, updated: 0, conflicts: 1 });
    await expect(byEmail('person0@example.org')).resolves.toMatchObject({
      pluvoId: pluvoUser(0).id,
    });
  });

  test('stops when its time is over, and goes on there next time', async () => {
    pluvo.people = people(170);
    pluvo.beforePage = () => {
      clock.advance(10_000);
    };
    await expect(sync()).resolves.toMatchObject({ finished: false, pages: 2, created: 100 });
    await expect(opened.store.hasFinished()).resolves.toBe(false);
    await expect(sync()).resolves.toMatchObject({ finished: true, pages: 2, created: 70 });
    expect(pluvo.asked).toEqual([0, 50, 100, 150]);
  });

  test('reads everybody, however often its time is over, if asked to', async () => {
    pluvo.people = people(170);
    pluvo.beforePage = () => {
      clock.advance(20_000);
    };
    const outcome = { finished: true, pages: 4, created: 170 };
    await expect(replica().runAll()).resolves.toMatchObject(outcome);
  });

  test('loses nothing when Pluvo fails half-way, and goes on behind the last stored page', async () => {
    pluvo.people = people(120);
    pluvo.beforePage = (offset) => {
      if (offset === 50) throw new PluvoError('PLUVO_UNAVAILABLE', 'Expected an answer.');
    };
    await expect(sync()).rejects.toMatchObject({ code: 'PLUVO_UNAVAILABLE' });
    await expect(opened.directory.count(undefined)).resolves.toBe(50);
    pluvo.beforePage = () => undefined;
    await expect(sync()).resolves.toMatchObject({ finished: true, created: 70 });
    expect(pluvo.asked).toEqual([0, 50, 50, 100]);
  });

  test('begins anew if Pluvo does not accept the stored cursor any more', async () => {
    pluvo.people = people(60);
    pluvo.beforePage = () => {
      clock.advance(20_000);
    };
    await sync();
    pluvo.beforePage = (offset) => {
      if (offset > 0 && pluvo.asked.length === 2) {
        throw new PluvoError('PLUVO_REFUSED', 'Expected Pluvo to answer; it refused.');
      }
    };
    await expect(sync()).resolves.toMatchObject({ finished: true, pages: 2, created: 10 });
    expect(pluvo.asked).toEqual([0, 50, 0, 50]);
  });

  test('does not read for ever if Pluvo names the same place again and again', async () => {
    pluvo.people = people(60);
    const page = await pluvo.users({ first: 50 });
    const stuck = createSync({
      ...{ store: opened.store, logger, clock, budgetMs: 20_000 },
      pluvo: { users: () => Promise.resolve(page) },
    });
    await expect(stuck.run()).rejects.toMatchObject({ code: 'PLUVO_UNAVAILABLE' });
  });

  test('runs once at a time, whichever replica is asked', async () => {
    pluvo.people = people(60);
    pluvo.beforePage = async (offset) => {
      if (offset === 0) await expect(sync()).rejects.toMatchObject({ code: 'SYNC_IN_PROGRESS' });
    };
    await expect(sync()).resolves.toMatchObject({ finished: true, pages: 2 });
    await expect(sync()).resolves.toMatchObject({ finished: true });
  });

  test('takes over from a reader that died; if that one is only slow, its page is not stored', async () => {
    pluvo.people = people(120);
    const slow = replica();
    pluvo.beforePage = async (offset) => {
      if (offset !== 50 || pluvo.asked.length > 2) return;
      clock.advance(3_600_000);
      await expect(sync()).resolves.toMatchObject({ finished: true, created: 70 });
      pluvo.people = pluvo.people.map((person) => person && { ...person, name: 'stale' });
    };
    await expect(slow.run()).rejects.toMatchObject({ code: 'SYNC_IN_PROGRESS' });
    await expect(byEmail('person60@example.org')).resolves.toMatchObject({ name: 'Person 60' });
  });

  test('ends after the page it is at when it is stopped', async () => {
    pluvo.people = people(120);
    const stopped = replica();
    let stop: Promise<void> | undefined;
    pluvo.beforePage = () => {
      stop = stopped.stop();
    };
    await expect(stopped.runAll()).resolves.toMatchObject({ finished: false, pages: 1 });
    await stop;
    pluvo.beforePage = () => undefined;
    await expect(sync()).resolves.toMatchObject({ finished: true, pages: 2 });
  });
});

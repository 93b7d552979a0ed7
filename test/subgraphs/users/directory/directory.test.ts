import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { PersonToSave } from '../../../../subgraphs/users/directory/Directory.js';
import type { SqlDirectory } from '../../../../subgraphs/users/directory/SqlDirectory.js';
import { describeOnBothEngines } from '../../../support/engines.js';
import { openDirectory, type OpenDirectory } from '../openDirectory.js';

const nowMs = Date.parse('2026-01-15T09:00:00Z');
const person = (email: string, changes: Partial<PersonToSave> = {}): PersonToSave => ({
  email,
  name: email.split('@')[0] ?? '',
  isActive: true,
  ...changes,
});
const pluvoId = (digit: number) => `${String(digit).repeat(8)}-0000-4000-8000-000000000000`;

describeOnBothEngines('The directory', (empty) => {
  let opened: OpenDirectory;
  let directory: SqlDirectory;
  const save = (...people: PersonToSave[]) => directory.save(people, nowMs);
  const emails = async (...args: Parameters<SqlDirectory['page']>) =>
    (await directory.page(...args)).people.map(({ email }) => email);
  const everybody = () => emails({ from: 'start', size: 500 }, undefined);

  beforeEach(async () => {
    opened = await openDirectory(empty());
    ({ directory } = opened);
  });
  afterEach(() => opened.database.stop());

  test('finds people by id and by address in the order asked, whatever the case of the address', async () => {
    const { people } = await save(person('Anna@Example.org'), person('bert@example.org'));
    const [anna, bert] = people;
    await expect(
      directory.findByEmails(['BERT@example.org', ' anna@example.org ']),
    ).resolves.toEqual([bert, anna]);
    await expect(directory.findByIds([bert?.id ?? '', anna?.id ?? ''])).resolves.toEqual([
      bert,
      anna,
    ]);
    expect(anna?.email).toBe('Anna@Example.org');
  });

  test('answers null for an id or address that nobody has', async () => {
    await save(person('anna@example.org', { id: 'anna' }));
    await expect(directory.findByIds(['nobody', 'anna\0', 'ANNA'])).resolves.toEqual([
      null,
      null,
      null,
    ]);
    await expect(directory.findByEmails(['anna@example.org\0x', ''])).resolves.toEqual([
      null,
      null,
    ]);
  });

  test('creates somebody new, and updates who is known by address or by id', async () => {
    const created = await save(person('anna@example.org', { name: 'Anna' }));
    expect(created).toMatchObject({ created: 1, updated: 0 });
    const byEmail = await save(person('ANNA@example.org', { name: 'Anna B' }));
    expect(byEmail).toMatchObject({ created: 0, updated: 1 });
    const id = created.people[0]?.id ?? '';
    const byId = await save(person('anna.b@example.org', { id, name: 'Anna B', isActive: false }));
    expect(byId.people).toEqual([
      { id, email: 'anna.b@example.org', name: 'Anna B', isActive: false, pluvoId: null },
    ]);
    await expect(everybody()).resolves.toEqual(['anna.b@example.org']);
  });

  test('creates somebody unknown under the id they are given', async () => {
    await save(person('anna@example.org', { id: 'staff-17' }));
    await expect(directory.findByIds(['staff-17'])).resolves.toMatchObject([
      { id: 'staff-17', email: 'anna@example.org' },
    ]);
  });

  test('saves all of them or none', async () => {
    await save(person('anna@example.org', { id: 'anna' }));
    await expect(
      save(person('bert@example.org'), person('anna@example.org', { id: 'carl' })),
    ).rejects.toMatchObject({ code: 'EMAIL_TAKEN', details: { positions: [1] } });
    await expect(everybody()).resolves.toEqual(['anna@example.org']);
  });

  test('refuses a Pluvo id that somebody else has or keeps', async () => {
    await save(person('anna@example.org', { pluvoId: pluvoId(1) }));
    const bert = person('bert@example.org', { pluvoId: pluvoId(1) });
    const refusal = { code: 'PLUVO_ID_TAKEN' };
    await expect(save(bert)).rejects.toMatchObject({ ...refusal, details: { positions: [0] } });
    await expect(save(person('anna@example.org'), bert)).rejects.toMatchObject({
      ...refusal,
      details: { positions: [1] },
    });
    await expect(save(person('anna@example.org', { pluvoId: null }), bert)).resolves.toMatchObject({
      created: 1,
      updated: 1,
    });
  });

  test.each([
    ['address', [person('a@example.org'), person('A@example.org')]],
    ['id', [person('a@example.org', { id: 'x' }), person('b@example.org', { id: 'x' })]],
    [
      'Pluvo id',
      [
        person('a@example.org', { pluvoId: pluvoId(1) }),
        person('b@example.org', { pluvoId: pluvoId(1) }),
      ],
    ],
    ['person', [person('new@example.org', { id: 'known' }), person('known@example.org')]],
  ])('refuses the same %s twice in one request', async (_what, people) => {
    await save(person('known@example.org', { id: 'known' }));
    await expect(save(...people)).rejects.toMatchObject({
      code: 'DUPLICATE_USER',
      details: { positions: [1] },
    });
    await expect(everybody()).resolves.toEqual(['known@example.org']);
  });

  test('keeps addresses out of what it says about a conflict', async () => {
    await save(person('anna@example.org', { id: 'anna' }));
    const refused = save(person('anna@example.org', { id: 'bert' }));
    await expect(refused).rejects.toThrow(/^((?!@).)*$/);
  });

  test('lets two people exchange their addresses and Pluvo ids', async () => {
    await save(
      person('a@example.org', { id: 'a', pluvoId: pluvoId(1) }),
      person('b@example.org', { id: 'b', pluvoId: pluvoId(2) }),
    );
    await save(
      person('b@example.org', { id: 'a', pluvoId: pluvoId(2) }),
      person('a@example.org', { id: 'b', pluvoId: pluvoId(1) }),
    );
    await expect(directory.findByEmails(['a@example.org', 'b@example.org'])).resolves.toMatchObject(
      [
        { id: 'b', pluvoId: pluvoId(1) },
        { id: 'a', pluvoId: pluvoId(2) },
      ],
    );
  });

  test('leaves the link to Pluvo alone if nothing is said about it', async () => {
    await save(person('anna@example.org', { pluvoId: pluvoId(1) }));
    const { people } = await save(person('anna@example.org', { name: 'Anna' }));
    expect(people[0]).toMatchObject({ name: 'Anna', pluvoId: pluvoId(1) });
    const unlinked = await save(person('anna@example.org', { pluvoId: null }));
    expect(unlinked.people[0]).toMatchObject({ pluvoId: null });
  });

  test('saves 1 000 people with a handful of statements', async () => {
    const people = Array.from({ length: 1_000 }, (_, n) => person(`p${String(n)}@example.org`));
    await save(...people);
    opened.statements.count = 0;
    await expect(save(...people)).resolves.toMatchObject({ created: 0, updated: 1_000 });
    expect(opened.statements.count).toBeLessThanOrEqual(4);
  });

  test('creates somebody once, however many save them at the same time', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, () => save(person('anna@example.org'))),
    );
    expect(new Set(results.map(({ people }) => people[0]?.id)).size).toBe(1);
    expect(results.filter(({ created }) => created === 1)).toHaveLength(1);
  });

  test('orders people by address, byte by byte, and pages through all of them from either end', async () => {
    const names = ['b', 'a.z', 'a-z', 'a_z', 'az', 'a+z', 'A1', 'aa', 'B0', "o'hara", 'z'];
    await save(...names.map((name) => person(`${name}@example.org`)));
    const keys = names.map((name) => `${name.toLowerCase()}@example.org`).sort();
    const key = (email: string | undefined) => email?.toLowerCase();

    const forward: (string | undefined)[] = [];
    for (let more = true, after: string | undefined; more; after = forward.at(-1)) {
      const page = await directory.page({ from: 'start', size: 3, after }, undefined);
      expect(page.hasPreviousPage).toBe(after !== undefined);
      forward.push(...page.people.map(({ email }) => key(email)));
      more = page.hasNextPage;
    }
    expect(forward).toEqual(keys);

    const backward: (string | undefined)[] = [];
    for (let more = true, before: string | undefined; more; before = backward[0]) {
      const page = await directory.page({ from: 'end', size: 3, before }, undefined);
      expect(page.hasNextPage).toBe(before !== undefined);
      backward.unshift(...page.people.map(({ email }) => key(email)));
      more = page.hasPreviousPage;
    }
    expect(backward).toEqual(keys);
  });

  test('takes a page from what lies between two addresses', async () => {
    await save(...['a', 'b', 'c', 'd', 'e'].map((name) => person(`${name}@example.org`)));
    const between = { after: 'a@example.org', before: 'e@example.org' };
    await expect(
      directory.page({ from: 'start', size: 2, ...between }, undefined),
    ).resolves.toMatchObject({
      people: [{ name: 'b' }, { name: 'c' }],
      hasNextPage: true,
      hasPreviousPage: true,
    });
    await expect(
      directory.page({ from: 'end', size: 9, ...between }, undefined),
    ).resolves.toMatchObject({
      people: [{ name: 'b' }, { name: 'c' }, { name: 'd' }],
      hasNextPage: true,
      hasPreviousPage: true,
    });
    await expect(directory.page({ from: 'start', size: 0 }, undefined)).resolves.toMatchObject({
      people: [],
      hasNextPage: true,
      hasPreviousPage: false,
    });
  });

  test('finds a part of the name or of the address, without regard to case in any script', async () => {
    await save(
      person('m.mueller@example.org', { name: 'Jürgen MÜLLER' }),
      person('zoe@example.org', { name: 'Zoe\u0308 Éluard' }),
      person('ивaн@example.org', { name: 'ИВАН' }),
    );
    const found = (search: string) => emails({ from: 'start', size: 10 }, search);
    await expect(found('müll')).resolves.toEqual(['m.mueller@example.org']);
    await expect(found('ZOË É')).resolves.toEqual(['zoe@example.org']);
    await expect(found('иван')).resolves.toEqual(['ивaн@example.org']);
    await expect(found('MUELLER@')).resolves.toEqual(['m.mueller@example.org']);
    await expect(found('nobody')).resolves.toEqual([]);
    await expect(directory.count('example')).resolves.toBe(3);
    await expect(directory.count('é')).resolves.toBe(1);
  });

  test.each(['%', '_', '!', '\\', "'"])(
    'takes %s in a search for what it is',
    async (character) => {
      await save(
        person('a@example.org', { name: `x${character}y` }),
        person('b@example.org', { name: 'xzy' }),
      );
      await expect(emails({ from: 'start', size: 10 }, `x${character}y`)).resolves.toEqual([
        'a@example.org',
      ]);
    },
  );
});

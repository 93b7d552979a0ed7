import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeCursor } from '../../../platform/relay/cursor.js';
import { PluvoError } from '../../../pluvo/errors.js';
import { describeOnBothEngines } from '../../support/engines.js';
import { ListedPluvo, pluvoUser } from './ListedPluvo.js';
import { openUsers, type OpenUsers } from './openUsers.js';

const saveUsers = `mutation ($users: [SaveUserInput!]!) {
  saveUsers(input: { users: $users }) { created updated users { id email name isActive pluvoId } } }`;
const entities = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { id email name } } }`;

describeOnBothEngines('The graph of people', (empty) => {
  const pluvo = new ListedPluvo();
  let users: OpenUsers;
  beforeAll(async () => {
    users = await openUsers(empty(), { pluvo, limits: { defaultPageSize: 2, maxPageSize: 3 } });
    const given = ['anna', 'bert', 'carl', 'dora', 'emil'].map((name) => ({
      id: name,
      email: `${name}@example.org`,
      name: name.toUpperCase(),
    }));
    await users.ask(saveUsers, { users: given });
  });
  afterAll(() => users.stop());

  describe('user', () => {
    test('is found by id, and by address in any case', async () => {
      await expect(
        users.ask(`{ a: user(id: "anna") { name } b: user(email: " BERT@Example.org") { id } }`),
      ).resolves.toMatchObject({ data: { a: { name: 'ANNA' }, b: { id: 'bert' } }, codes: [] });
    });

    test('is null if nobody is known by that', async () => {
      await expect(
        users.ask(`{ a: user(id: "nobody") { name } b: user(email: "nobody@example.org") { id } }`),
      ).resolves.toMatchObject({ data: { a: null, b: null }, codes: [] });
    });

    test.each(['', '(id: null)', '(id: "anna", email: "anna@example.org")'])(
      'wants exactly one argument: %s',
      async (given) => {
        const answer = await users.ask(`{ user${given} { id } }`);
        expect(answer).toMatchObject({ data: { user: null }, codes: ['EXACTLY_ONE_ARGUMENT'] });
      },
    );

    test('wants an address that is one, and does not repeat it', async () => {
      const answer = await users.ask(`{ user(email: "not an address") { id } }`);
      expect(answer.codes).toEqual(['INVALID_EMAIL']);
      expect(answer.messages.join()).not.toContain('not an address');
    });
  });

  describe('me', () => {
    const me = '{ me { id } }';
    test('is the person the caller asks for', async () => {
      const caller = { name: 'frontend', email: 'Anna@example.org' };
      await expect(users.ask(me, {}, caller)).resolves.toMatchObject({
        data: { me: { id: 'anna' } },
      });
    });
    test('is null for a service, and for somebody unknown', async () => {
      const nobody = { data: { me: null }, codes: [] };
      await expect(users.ask(me)).resolves.toMatchObject(nobody);
      const caller = { name: 'frontend', email: 'nobody@example.org' };
      await expect(users.ask(me, {}, caller)).resolves.toMatchObject(nobody);
    });
  });

  describe('users', () => {
    const page = (given: string) =>
      users.ask(`{ users${given} { edges { cursor node { id } } count
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`);
    const cursor = (name: string) => encodeCursor('users', `${name}@example.org`);
    const answer = (
      names: string[],
      count: number,
      hasPreviousPage: boolean,
      hasNextPage: boolean,
    ) => ({
      data: {
        users: {
          edges: names.map((id) => ({ cursor: cursor(id), node: { id } })),
          count,
          pageInfo: {
            hasNextPage,
            hasPreviousPage,
            startCursor: names[0] ? cursor(names[0]) : null,
            endCursor: names.length > 0 ? cursor(names.at(-1) ?? '') : null,
          },
        },
      },
      codes: [],
      messages: [],
    });

    test('come in pages of the default size', async () => {
      await expect(page('')).resolves.toEqual(answer(['anna', 'bert'], 5, false, true));
    });
    test('go forward and backward', async () => {
      await expect(page(`(first: 3, after: "${cursor('bert')}")`)).resolves.toEqual(
        answer(['carl', 'dora', 'emil'], 5, true, false),
      );
      await expect(page(`(last: 2, before: "${cursor('carl')}")`)).resolves.toEqual(
        answer(['anna', 'bert'], 5, false, true),
      );
      await expect(page('(last: 1)')).resolves.toEqual(answer(['emil'], 5, true, false));
    });
    test('are searched by a part of name or address', async () => {
      await expect(page('(search: "NN")')).resolves.toEqual(answer(['anna'], 1, false, false));
      await expect(page('(search: "%")')).resolves.toEqual(answer([], 0, false, false));
    });
    test('are counted only if the count is asked for', async () => {
      users.statements.count = 0;
      await users.ask('{ users { edges { node { id } } } }');
      expect(users.statements.count).toBe(1);
    });
    test.each([
      ['(first: 1, last: 1)', 'INVALID_PAGE_ARGUMENTS'],
      ['(first: -1)', 'INVALID_PAGE_ARGUMENTS'],
      ['(first: 4)', 'INVALID_PAGE_ARGUMENTS'],
      ['(after: "made up")', 'INVALID_CURSOR'],
      [`(after: "${encodeCursor('certificates', '1')}")`, 'INVALID_CURSOR'],
      [`(before: "${encodeCursor('users', 'anna\0')}")`, 'INVALID_CURSOR'],
      [`(search: "${'x'.repeat(255)}")`, 'INVALID_SEARCH'],
      ['(search: "a\\u0000")', 'INVALID_SEARCH'],
    ])('are refused for %s', async (given, code) => {
      await expect(page(given)).resolves.toMatchObject({ data: null, codes: [code] });
    });
  });

  describe('saveUsers', () => {
    test('creates and updates, and answers in the order given', async () => {
      const answer = await users.ask(saveUsers, {
        users: [
          {
            email: 'Zoe@example.org',
            name: ' Zoe ',
            pluvoId: '0A000000-0000-4000-8000-00000000000A',
          },
          { email: 'EMIL@example.org', name: 'Emil', isActive: false },
        ],
      });
      expect(answer).toMatchObject({
        data: {
          saveUsers: {
            created: 1,
            updated: 1,
            users: [
              {
                email: 'Zoe@example.org',
                name: 'Zoe',
                isActive: true,
                pluvoId: '0a000000-0000-4000-8000-00000000000a',
              },
              {
                id: 'emil',
                email: 'EMIL@example.org',
                name: 'Emil',
                isActive: false,
                pluvoId: null,
              },
            ],
          },
        },
        codes: [],
      });
    });

    const email = 'x@example.org';
    const name = 'X';
    test.each([
      ['nobody', [], 'WRONG_NUMBER_OF_USERS'],
      [
        '1 001 people',
        Array.from({ length: 1_001 }, (_, n) => ({ email: `${String(n)}@example.org`, name })),
        'WRONG_NUMBER_OF_USERS',
      ],
      ['a malformed address', [{ email: 'x', name }], 'INVALID_EMAIL'],
      ['an empty name', [{ email, name: '  ' }], 'INVALID_USER'],
      ['a name with a control character', [{ email, name: 'a\u0000b' }], 'INVALID_USER'],
      ['an endless name', [{ email, name: 'x'.repeat(501) }], 'INVALID_USER'],
      ['an empty id', [{ id: '', email, name }], 'INVALID_USER'],
      ['a malformed Pluvo id', [{ email, name, pluvoId: '17' }], 'INVALID_UUID'],
      [
        'the same address twice',
        [
          { email, name },
          { email: 'X@Example.org', name },
        ],
        'DUPLICATE_USER',
      ],
      [
        'the address of somebody else',
        [{ id: 'bert', email: 'anna@example.org', name }],
        'EMAIL_TAKEN',
      ],
    ])('refuses %s, and saves nobody', async (_what, given, code) => {
      const before = await users.ask('{ users { count } }');
      await expect(users.ask(saveUsers, { users: given })).resolves.toMatchObject({
        codes: [code],
      });
      await expect(users.ask('{ users { count } }')).resolves.toEqual(before);
    });
  });

  describe('syncUsers', () => {
    const syncUsers = 'mutation { syncUsers { finished pages created updated linked conflicts } }';
    test('reads people from Pluvo', async () => {
      pluvo.people = [pluvoUser(1), pluvoUser(2, { email: 'anna@example.org' })];
      await expect(users.ask(syncUsers)).resolves.toMatchObject({
        data: {
          syncUsers: { finished: true, pages: 1, created: 1, updated: 1, linked: 1, conflicts: 0 },
        },
      });
    });
    test('says so if Pluvo is away', async () => {
      pluvo.beforePage = () => {
        throw new PluvoError('PLUVO_UNAVAILABLE', 'Expected an answer from Pluvo; none came.');
      };
      await expect(users.ask(syncUsers)).resolves.toMatchObject({ codes: ['PLUVO_UNAVAILABLE'] });
    });
  });

  describe('References to people', () => {
    test('are looked up by id and by address; nobody is made up', async () => {
      const of = [
        { __typename: 'User', id: 'anna' },
        { __typename: 'User', email: 'BERT@example.org' },
        { __typename: 'User', id: 'ghost', name: 'Ghost' },
        { __typename: 'User', email: 'ghost@example.org' },
        { __typename: 'User', email: 'not an address' },
        { __typename: 'User', email: 17 },
        { __typename: 'User', email: 'Anna@Example.org' },
      ];
      const anna = { id: 'anna', email: 'anna@example.org' };
      await expect(users.ask(entities, { of })).resolves.toMatchObject({
        data: { _entities: [anna, { id: 'bert' }, null, null, null, null, anna] },
        codes: [],
      });
    });

    test.each([
      ['ids', (n: number) => ({ __typename: 'User', id: String(n) })],
      ['addresses', (n: number) => ({ __typename: 'User', email: `${String(n)}@example.org` })],
    ])('cost one statement for 1 000 %s', async (_what, reference) => {
      users.statements.count = 0;
      const of = Array.from({ length: 1_000 }, (_, n) => reference(n));
      await expect(users.ask(entities, { of })).resolves.toMatchObject({ codes: [] });
      expect(users.statements.count).toBe(1);
    });

    test('cost statements of bounded size for more', async () => {
      users.statements.count = 0;
      const of = Array.from({ length: 2_500 }, (_, n) => ({ __typename: 'User', id: String(n) }));
      await expect(users.ask(entities, { of })).resolves.toMatchObject({ codes: [] });
      expect(users.statements.count).toBe(3);
    });

    test('see what was saved since the last request', async () => {
      const of = [{ __typename: 'User', id: 'late' }];
      await expect(users.ask(entities, { of })).resolves.toMatchObject({
        data: { _entities: [null] },
      });
      await users.ask(saveUsers, {
        users: [{ id: 'late', email: 'late@example.org', name: 'Late' }],
      });
      await expect(users.ask(entities, { of })).resolves.toMatchObject({
        data: { _entities: [{ name: 'Late' }] },
      });
    });
  });
});

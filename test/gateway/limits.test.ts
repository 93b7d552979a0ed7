import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { ask, codes } from './support/ask.js';
import { startShop, type Shop } from './support/startShop.js';

let shop: Shop;
beforeAll(async () => {
  shop = await startShop({ over: 'memory' });
});
afterAll(() => shop.stop());

/** `{ person { friends { … { id } } } }` with this many fields inside each other. */
function nested(depth: number): string {
  return `{ person(id: 1) ${'{ friends '.repeat(depth - 2)}{ id }${' }'.repeat(depth - 2)} }`;
}

async function refused(document: string, code: string): Promise<void> {
  const before = shop.sent.length;
  const answer = await ask(shop.url, document);
  expect([answer.status, codes(answer), answer.data]).toEqual([400, [code], undefined]);
  expect(shop.sent).toHaveLength(before);
}

test('an operation as deep as the limit runs, one field deeper is refused and asks nobody', async () => {
  expect((await ask(shop.url, nested(15))).errors).toEqual([]);
  await refused(nested(16), 'QUERY_TOO_DEEP');
});

test('depth is counted through fragments', async () => {
  const chain = Array.from(
    { length: 16 },
    (_, at) => `fragment F${String(at)} on Person { friends { ...F${String(at + 1)} } }`,
  );
  await refused(
    `{ person(id: 1) { ...F0 } } ${chain.join(' ')} fragment F16 on Person { id }`,
    'QUERY_TOO_DEEP',
  );
});

test('fragments that double each other are counted at once', async () => {
  const bomb = Array.from(
    { length: 400 },
    (_, at) =>
      `fragment F${String(at)} on Person { a: id ...F${String(at + 1)} ...F${String(at + 1)} }`,
  );
  await refused(
    `{ person(id: 1) { ...F0 } } ${bomb.join(' ')} fragment F400 on Person { a: id }`,
    'TOO_MANY_ALIASES',
  );
});

test('as many aliases as the limit run, one more is refused', async () => {
  const aliases = (count: number) =>
    `{ ${Array.from({ length: count }, (_, at) => `a${String(at)}: topBadge`).join(' ')} }`;
  expect((await ask(shop.url, aliases(100))).errors).toEqual([]);
  await refused(aliases(101), 'TOO_MANY_ALIASES');
});

test('aliases count at every place where their fragment is spread', async () => {
  const aliases = Array.from({ length: 51 }, (_, at) => `a${String(at)}: name`).join(' ');
  await refused(
    `{ person(id: 1) { ...F friends { ...F } } } fragment F on Person { ${aliases} }`,
    'TOO_MANY_ALIASES',
  );
});

test('a document of too many tokens is refused', async () => {
  await refused(`{ ${'topBadge '.repeat(10_000)} }`, 'TOO_MANY_TOKENS');
});

test.each([
  ['fields', `{ person(id: 1) ${'{ friends '.repeat(3_000)}{ id }${' }'.repeat(3_000)} }`],
  ['fragments without a type', `{${'...{'.repeat(2_900)} topBadge ${'}'.repeat(2_900)}}`],
  ['lists', `{ person(id: ${'['.repeat(4_900)}${']'.repeat(4_900)}) { id } }`],
])(
  'a document of %s inside each other too deep to be read is refused, not a fault',
  async (_what, document) => {
    const answer = await ask(shop.url, document);
    expect([answer.status, codes(answer)]).toEqual([400, ['QUERY_TOO_DEEP']]);
  },
);

test('fragments that go in circles are refused by validation', async () => {
  const answer = await ask(
    shop.url,
    '{ person(id: 1) { ...A } } fragment A on Person { friends { ...B } } fragment B on Person { friends { ...A } }',
  );
  expect([answer.status, codes(answer)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
});

test('the schema can be asked for, as deep as an IDE asks', async () => {
  const answer = await ask(
    shop.url,
    getIntrospectionQuery({
      inputValueDeprecation: true,
      specifiedByUrl: true,
      schemaDescription: true,
    }),
  );
  expect([answer.status, answer.errors]).toEqual([200, []]);
});

test('the schema can be kept to oneself', async () => {
  const closed = await startShop({ over: 'memory', introspection: false });
  try {
    const answer = await ask(closed.url, '{ __schema { queryType { name } } }');
    expect([answer.status, codes(answer)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  } finally {
    await closed.stop();
  }
});

test('limits can be set', async () => {
  const strict = await startShop({ over: 'memory', limits: { depth: 1, aliases: 0, tokens: 20 } });
  try {
    expect(codes(await ask(strict.url, '{ person(id: 1) { id } }'))).toEqual(['QUERY_TOO_DEEP']);
    expect(codes(await ask(strict.url, '{ a: topBadge }'))).toEqual(['TOO_MANY_ALIASES']);
    expect(codes(await ask(strict.url, `{ ${'topBadge '.repeat(19)} }`))).toEqual([
      'TOO_MANY_TOKENS',
    ]);
  } finally {
    await strict.stop();
  }
});

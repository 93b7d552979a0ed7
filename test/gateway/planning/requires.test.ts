import { expect, test } from '@jest/globals';
import { answerFrom } from './support/answer.js';
import { posts } from './support/posts.js';

const answer = answerFrom(posts);
const authors = (...ids: string[]) => ids.map((id) => `author of ${id}`);
const three = authors('c1', 'c2', 'c3');

test('a caller asks for what a subgraph requires, with arguments of its own', async () => {
  expect(await answer('{ post { comments(limit: 1) { id } authors } }')).toEqual({
    data: { post: { comments: [{ id: 'c1' }], authors: three } },
  });
});

test('so it is with variables, fragments, aliases, and in any order', async () => {
  const source = `query ($limit: Int = 2) { post { authors ...Some ... on Post { mine: comments(limit: 4) { id } } } }
    fragment Some on Post { comments(limit: $limit) { id author } }`;
  expect(await answer(source, { limit: 1 })).toEqual({
    data: {
      post: {
        authors: three,
        comments: [{ id: 'c1', author: 'author of c1' }],
        mine: [{ id: 'c1' }, { id: 'c2' }, { id: 'c3' }, { id: 'c4' }],
      },
    },
  });
});

test('fields that require the same field under different arguments get what each requires', async () => {
  expect(
    await answer('{ post { authors firstAuthor inEuro inDollar inAny heading price } }'),
  ).toEqual({
    data: {
      post: {
        authors: three,
        firstAuthor: authors('c1'),
        inEuro: 2,
        inDollar: 3,
        inAny: 1,
        heading: 'FIRST',
        price: 1,
      },
    },
  });
});

test('so it is through fragments and conditions', async () => {
  const source = `query ($yes: Boolean!) { post { ...A @include(if: $yes) ... @skip(if: $yes) { inAny } inDollar } }
    fragment A on Post { inEuro authors firstAuthor }`;
  expect(await answer(source, { yes: true })).toEqual({
    data: { post: { inEuro: 2, authors: three, firstAuthor: authors('c1'), inDollar: 3 } },
  });
  expect(await answer(source, { yes: false })).toEqual({
    data: { post: { inAny: 1, inDollar: 3 } },
  });
});

test('a caller names a field like one that a subgraph requires', async () => {
  expect(await answer('{ post { title: kind heading } }')).toEqual({
    data: { post: { title: 'news', heading: 'FIRST' } },
  });
});

test('a caller names a field like a key', async () => {
  expect(await answer('{ post { id: kind heading authors } }')).toEqual({
    data: { post: { id: 'news', heading: 'FIRST', authors: three } },
  });
});

test.each(['{ post { _needed_price_0: kind } }', '{ post { __typename: kind heading } }'])(
  'an alias that the gateway uses itself is refused: %s',
  async (source) => {
    await expect(answer(source)).rejects.toThrow('Expected no');
  },
);

test('a name of a prototype is an alias like others', async () => {
  const { data } = await answer(
    '{ constructor: post { __proto__: kind hasOwnProperty: heading } }',
  );
  expect(JSON.stringify(data)).toBe(
    '{"constructor":{"__proto__":"news","hasOwnProperty":"FIRST"}}',
  );
  expect(({} as Record<string, unknown>)['heading']).toBeUndefined();
});

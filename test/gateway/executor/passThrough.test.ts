import { describe, expect, test } from '@jest/globals';
import { splitAnswer } from '../../../gateway/executor/passThrough.js';
import { TestGraph } from './support/TestGraph.js';

describe('the text of an answer', () => {
  test.each<[string, string, ReturnType<typeof splitAnswer>]>([
    ['with data only', '{"data":{"a":{"b":1}}}', { data: '{"a":{"b":1}}' }],
    ['that ends its line', '{"data":{"a":1}}\n', undefined],
    ['of objects that ends its line', '{"data":{"a":{}}}\n', { data: '{"a":{}}' }],
    [
      'with extensions behind',
      '{"data":{"a":{}},"extensions":{"freshness":{"ageMs":1}}}\n',
      { data: '{"a":{}}', extensions: { freshness: { ageMs: 1 } } },
    ],
    [
      'with an alias like extensions',
      '{"data":{"extensions":{"a":1}},"extensions":{"b":2}}',
      { data: '{"extensions":{"a":1}}', extensions: { b: 2 } },
    ],
  ])('%s is taken apart', (_what, text, expected) => {
    expect(splitAnswer(text)).toEqual(expected ?? { data: text.slice(8, -2) });
  });

  test.each<[string, string]>([
    ['errors', '{"data":{"a":{}},"errors":[{"message":"no"}]}'],
    ['errors in front', '{"errors":[{"message":"no"}],"data":{"a":{}}}'],
    ['errors between', '{"data":{"a":{}},"errors":[{"message":"no"}],"extensions":{"a":{}}}'],
    ['errors behind all', '{"data":{"a":{}},"extensions":{"a":{}},"errors":[{"message":"no"}]}'],
    ['errors in escapes', '{"data":{"a":{}},"\\u0065rrors":[{"message":"no"}],"extensions":{}}'],
    ['extensions in front', '{"extensions":{"a":{}},"data":{"a":{}}}'],
    ['extensions only inside data', '{"data":{"a":{"b":1},"extensions":{"c":1}}}'],
    ['extensions deeper inside data', '{"data":{"a":{"x":{},"extensions":{"c":{}}}}}'],
    ['the word extensions in a text', '{"data":{"a":"extensions","b":"\\"extensions\\""}}'],
    ['an alias like errors', '{"data":{"errors":{"a":1}}}'],
    ['null', '{"data":null}'],
    ['no end', '{"data":{"a":1}'],
    ['something else', '<html>'],
  ])('is read if there are, or may be, %s', (_what, text) => {
    expect(splitAnswer(text)).toBeUndefined();
  });
});

describe('an answer of one fetch', () => {
  const answer = '{"data":{"thing":{"id":"1"  }},"extensions":{"a":1}}';
  const graph = new TestGraph({
    things: {
      typeDefs: /* GraphQL */ `
        interface Named {
          name: String
        }
        type Thing implements Named {
          id: ID
          name: String
          kind: Kind
          open: Open
          named: Named
        }
        enum Kind {
          SEEN
          HIDDEN @inaccessible
        }
        enum Open {
          A
        }
        type Query {
          thing(id: ID): Thing
        }
      `,
      answer: () => ({ text: answer }),
    },
  });

  test.each([
    '{ thing { id } }',
    'query Named($id: ID) { other: thing(id: $id) { id open } }',
    'query ($a: Boolean!) { thing { id name @include(if: $a) } }',
    '{ ...Q } fragment Q on Query { thing { ... on Thing { id } ... { name } } }',
  ])('is handed on as it came to %s', async (query) => {
    const noted: unknown[] = [];
    const { text, errors } = await graph.ask(query, { a: true }, { note: (it) => noted.push(it) });
    expect([text, errors, noted]).toEqual(['{"thing":{"id":"1"  }}', [], [{ a: 1 }]]);
  });

  test.each([
    '{ thing { id kind } }',
    '{ thing { id named { name } } }',
    '{ kind: __typename thing { id } }',
    '{ thing { id } __schema { description } }',
  ])('is read where values or types must not be seen, or are not all: %s', async (query) => {
    expect((await graph.ask(query)).text).not.toContain('"1"  ');
  });
});

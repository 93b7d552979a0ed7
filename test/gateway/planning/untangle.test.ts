import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, print, stripIgnoredCharacters, validate } from 'graphql';
import { mayBeTangled, untangle } from '../../../gateway/planning/untangle/untangle.js';

const schema = buildSchema(/* GraphQL */ `
  interface Media {
    id: ID!
    like: Media
  }
  interface Made {
    maker: Person
  }
  type Film implements Media & Made {
    id: ID!
    like: Media
    maker: Person
    lead: Person
    label(size: Int): String
  }
  type Song implements Media & Made {
    id: ID!
    like: Media
    maker: Person
    lead: Person
    label(size: Int): String
  }
  type Game implements Media {
    id: ID!
    like: Media
    label(size: Int): String
  }
  type Person {
    name: String
    nick: String
  }
  union Only = Game
  type Query {
    media: [Media]
    only: Only
  }
`);

function untangled(query: string) {
  const document = parse(query, { noLocation: true });
  expect(validate(schema, document)).toEqual([]);
  const found = untangle(document, undefined, schema, '_x_');
  if (!found) throw new Error('The test asks for nothing.');
  return {
    text: stripIgnoredCharacters(print(found.operation)),
    names: Object.fromEntries(found.findings.names),
    asksByType: found.findings.asksByType,
    isTangled: found.findings.isTangled,
  };
}

describe('names of their own have', () => {
  test.each([
    [
      'different fields of different types, the first keeps its name',
      '{ media { ... on Film { a: label } ... on Song { a: label(size: 1) } ... on Game { a: label(size: 2) a: label(size: 2) } } }',
      '{media{...on Film{a:label}...on Song{_x_0_a:label(size:1)}...on Game{_x_1_a:label(size:2)_x_1_a:label(size:2)}}}',
    ],
    [
      'the same field with other arguments',
      '{ media { ... on Film { label(size: 1) } ... on Song { label(size: 2) } ... on Game { label(size: 1) } } }',
      '{media{...on Film{label(size:1)}...on Song{_x_0_label:label(size:2)}...on Game{label(size:1)}}}',
    ],
    [
      'the same field with other things under one name inside',
      '{ media { ... on Film { lead { a: name } } ... on Song { lead { a: nick } } } }',
      '{media{...on Film{lead{a:name}}...on Song{_x_0_lead:lead{a:nick}}}}',
    ],
    [
      'a field that all have and of which the types ask for more that collides',
      '{ media { ... on Made { maker { name } } ... on Film { maker { a: name } } ... on Song { maker { a: nick } } } }',
      '{media{...on Made{...on Film{maker{name}}...on Song{_x_0_maker:maker{name}}}...on Film{maker{a:name}}...on Song{_x_0_maker:maker{a:nick}}}}',
    ],
  ])('%s', (_what, query, text) => {
    expect(untangled(query).text).toBe(text);
  });

  test('nothing else: what is one field stays one', () => {
    const { text, names, asksByType } = untangled(
      '{ media { ... on Film { lead { a: name } label } ... on Song { lead { a: name } label } like { id like { id } } } }',
    );
    expect(text).toBe(
      '{media{...on Film{lead{a:name}label}...on Song{lead{a:name}label}like{id like{id}}}}',
    );
    expect(names).toEqual({});
    expect(asksByType).toBe(false);
  });
});

test.each([
  '{ media { ... on Film { lead { name } } ... on Song { lead { nick } } } }',
  '{ media { like { id } ... on Film { like { like { id } } } } }',
])('of one field it is noticed that types are asked for different things inside: %s', (query) => {
  const { names, asksByType } = untangled(query);
  expect(names).toEqual({});
  expect(asksByType).toBe(true);
});

test('the response names that fields had are told by the new ones', () => {
  const { names } = untangled(
    '{ media { ... on Film { a: lead { b: name } } ... on Song { a: maker { b: nick } } ... on Game { a: like { id } } } }',
  );
  expect(names).toEqual({ _x_0_a: 'a', _x_1_a: 'a' });
});

test('fragments about no object are left out, and conditions that every object meets', () => {
  const { text } = untangled(`query ($yes: Boolean!) {
    media {
      ... on Film { ... on Media { ... on Song { id } ... on Film @include(if: $yes) { id } } lead { name } }
      like { ... on Made { ...OfMedia @skip(if: $yes) } }
      ... on Media { like { ... on Film { ...OfMedia } } }
    }
    only { ... on Game { id } }
  }
  fragment OfMedia on Media { ... on Game { id } ... on Made { maker { name } } }`);
  expect(text).toBe(
    'query($yes:Boolean!){media{...on Film{...@include(if:$yes){id}lead{name}}like{...on Made{...on Media@skip(if:$yes){...on Made{maker{name}}}}}like{...on Film{maker{name}}}}only{...on Game{id}}}',
  );
});

test('a document without types in it is not even looked at', () => {
  expect(
    mayBeTangled(
      parse(
        '{ media { id ... { like { id } } } __type(name: "A") { ...T } } fragment T on __Type { name }',
      ),
    ),
  ).toBe(false);
  expect(mayBeTangled(parse('{ media { ... on Film { id } } }'))).toBe(true);
});

test.each([
  ['{ media { ... on Film { id lead { name } } ...F } } fragment F on Song { id }', false],
  ['{ media { ... on Film { ... on Media { ... on Song { id } } } } }', true],
  ['{ media { ... on Film { a: label } ... on Song { a: label(size: 1) } } }', true],
  ['{ media { like { id } ... on Film { like { like { id } } } } }', true],
])('what the planner would not confuse is left to it as it is: %s', (query, isTangled) => {
  expect(untangled(query).isTangled).toBe(isTangled);
});

test('fragments that double each other are refused before they fill the memory', () => {
  const fragments = Array.from(
    { length: 30 },
    (_, at) =>
      `fragment F${String(at)} on Media { id like { ...F${String(at + 1)} } l: like { ...F${String(at + 1)} } }`,
  );
  const query = `{ media { ...F0 ... on Film { id } } } ${fragments.join(' ')} fragment F30 on Media { id }`;
  expect(() => untangle(parse(query), undefined, schema, '_x_')).toThrow(RangeError);
});

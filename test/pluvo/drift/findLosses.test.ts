import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { findLosses } from '../../../pluvo/drift/findLosses.js';
import { fitOperation } from '../../../pluvo/drift/fitOperation.js';
import { operations, portfolioItemsOperation } from '../../../pluvo/operations.js';
import { loadSchema } from '../../../pluvo/sandbox/graphql/loadSchema.js';

const all = [...Object.values(operations), portfolioItemsOperation(['a', 'b'])];

const operation = {
  name: 'shelf',
  document: `query ($size: Int, $at: DateTime) {
    one: shelf(size: $size, at: $at) { id books { title author { name } } }
    two: shelf(size: $size, at: $at) { id books { title author { name } } } }`,
  dispensable: ['books.title', 'books.author', 'books.author.name'],
};
const schemaWith = (changes: Readonly<Record<string, string>> = {}) =>
  buildSchema(
    Object.entries(changes).reduce(
      (text, [from, to]) => text.replace(from, to),
      `scalar DateTime
       type Author { name: String born: Int }
       type Book { title: String author: Author pages: Int }
       type Shelf { id: ID! books: [Book] }
       type Query { shelf(size: Int, at: DateTime): Shelf }`,
    ),
  );

describe('A schema that has everything', () => {
  test('loses nothing of what is asked of Pluvo', () => {
    expect(findLosses(loadSchema(), all)).toEqual({ losses: [], deprecations: [] });
  });

  test('may have more than is used, and other things gone that are not', () => {
    const schema = schemaWith({ 'pages: Int': 'isbn: ID', 'size: Int': 'size: Int, depth: Int' });
    expect(findLosses(schema, [operation]).losses).toEqual([]);
  });
});

describe('A loss that an operation can do without', () => {
  test.each([
    ['a field', { 'title: String': '' }, 'Book.title', 'field'],
    ['a field with fields of its own', { 'author: Author': '' }, 'Book.author', 'field'],
    ['the only field that is asked of a thing', { 'name: String': '' }, 'Author.name', 'field'],
    ['a text that has become a thing', { 'title: String': 'title: Author' }, 'Book.title', 'type'],
  ] as const)('%s is named once, and left out', (_what, changes, coordinate, kind) => {
    const schema = schemaWith(changes);
    const fit = fitOperation(schema, operation);
    expect(fit.losses).toEqual([{ operation: 'shelf', coordinate, kind }]);
    expect(validate(schema, parse(fit.document ?? ''))).toEqual([]);
  });
});

describe('A loss that an operation needs', () => {
  test.each([
    ['a field', { 'id: ID!': '' }, 'Shelf.id', 'field'],
    ['the root field', { 'shelf(': 'rack(' }, 'Query.shelf', 'field'],
    ['an argument', { 'size: Int, ': '' }, 'Query.shelf(size:)', 'argument'],
    ['an argument of another type', { 'size: Int': 'size: String' }, 'Query.shelf', 'argument'],
    [
      'a new argument to be given',
      { 'size: Int': 'size: Int, of: ID!' },
      'Query.shelf',
      'argument',
    ],
  ] as const)('%s: nothing is left to send', (_what, changes, coordinate, kind) => {
    const fit = fitOperation(schemaWith(changes), operation);
    expect(fit.document).toBeUndefined();
    expect(fit.losses).toEqual([{ operation: 'shelf', coordinate, kind }]);
  });

  test('the type of an argument: nothing is left to send', () => {
    const schema = schemaWith({
      'scalar DateTime': 'scalar Instant',
      'at: DateTime': 'at: Instant',
    });
    const fit = fitOperation(schema, operation);
    expect(fit.document).toBeUndefined();
    expect(fit.losses).toEqual([{ operation: 'shelf', coordinate: 'DateTime', kind: 'type' }]);
  });

  test('everything that is asked of it, one by one: nothing is left to send', () => {
    const schema = schemaWith({ 'title: String': '', 'author: Author': '' });
    expect(fitOperation(schema, operation)).toMatchObject({
      document: undefined,
      losses: [{ coordinate: 'Book.title' }, { coordinate: 'Book.author' }],
    });
  });
});

test('A field that is deprecated is announced, and still asked for', () => {
  const schema = schemaWith({ 'title: String': 'title: String @deprecated(reason: "use name")' });
  expect(findLosses(schema, [operation])).toEqual({
    losses: [],
    deprecations: [{ operation: 'shelf', coordinate: 'Book.title', reason: 'use name' }],
  });
  expect(fitOperation(schema, operation).document).toContain('title');
});

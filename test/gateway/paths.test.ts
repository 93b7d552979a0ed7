import { describe, expect, test } from '@jest/globals';
import { GraphQLError, getOperationAST, parse } from 'graphql';
import { askedPath } from '../../gateway/executor/askedPath.js';
import { completeErrors } from '../../gateway/executor/completeErrors.js';
import { fetchedPaths } from '../../gateway/executor/fetchedPaths.js';

describe('the path of an error', () => {
  const asked = (query: string, path: (string | number)[]) => {
    const document = parse(query);
    const operation = getOperationAST(document);
    if (!operation) throw new Error('The test asks for nothing.');
    return askedPath(path, document, operation);
  };

  test('stays as it is where the caller asked', () => {
    const path = ['people', 3, 'nick', 'text'];
    expect(asked('{ people { nick: name { text } } }', path)).toEqual(path);
  });

  test('is found through fragments, even ones that go in circles', () => {
    const query = `{ people { ...A } }
      fragment A on Person { ...B ... on Person { name } }
      fragment B on Person { ...A friend { ...A } }`;
    expect(asked(query, ['people', 0, 'friend', 'name'])).toEqual(['people', 0, 'friend', 'name']);
  });

  test('ends at the object of a field that only the plan asked for', () => {
    expect(asked('{ people { items { id } } }', ['people', 3, 'pluvoId'])).toEqual(['people', 3]);
  });
});

test('an outage is told once of every field that was asked for, and not of what only the plan needs', () => {
  const document = parse('{ people { name items } strangers { items } }');
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The test asks for nothing.');
  const outage = (path: (string | number)[]) => new GraphQLError('Away.', { path });
  const { errors = [] } = completeErrors(
    {
      errors: [
        outage(['people', 0, 'pluvoId']),
        outage(['people', 0, 'name']),
        outage(['people', 0, 'name']),
        outage(['strangers', 0, 'pluvoId']),
        outage(['strangers', 0, 'key']),
      ],
    },
    document,
    operation,
  );
  expect(errors.map(({ path }) => path)).toEqual([
    ['people', 0, 'name'],
    ['strangers', 0],
  ]);
});

describe('what a fetch asked for', () => {
  test('are its root fields, under the names they answer to', () => {
    const query =
      'query ($id: ID!) { me: person(id: $id) { name } ... on Query { top } __typename }';
    expect(fetchedPaths({ query, variables: { id: '1' } })).toEqual([['me'], ['top']]);
  });

  test('are the fields of each entity, by its type', () => {
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) {
        ... on Person { name friends { id } }
        ... on Pet { colour }
      }
    }`;
    const representations = [{ __typename: 'Pet' }, { __typename: 'Person' }];
    expect(fetchedPaths({ query, variables: { representations } })).toEqual([
      ['_entities', 0, 'colour'],
      ['_entities', 1, 'name'],
      ['_entities', 1, 'friends'],
    ]);
  });

  test('are all fields of an entity that is asked through its interface', () => {
    const query = `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Animal { age } }
    }`;
    const variables = { representations: [{ __typename: 'Pet' }] };
    expect(fetchedPaths({ query, variables })).toEqual([['_entities', 0, 'age']]);
  });
});

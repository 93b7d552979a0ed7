import { expect, test } from '@jest/globals';
import { countRepresentations } from '../../../bench/gateway/graph/countRepresentations.js';

const user = (id: string) => ({ __typename: 'User', id });

test('representations are counted wherever entities are selected, under any alias and variable', () => {
  const query = `query ($a: [_Any!]!, $b: [_Any!]!) {
    first: _entities(representations: $a) { ... on User { name } }
    second: _entities(representations: $b) { ... on User { email } } }`;
  expect(countRepresentations(query, { a: [user('1'), user('2')], b: [user('3')] })).toEqual({
    representations: 3,
    duplicates: 0,
  });
});

test('one that says the same as another in the request is a duplicate', () => {
  const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
  expect(countRepresentations(query, { r: [user('1'), user('2'), user('1')] })).toEqual({
    representations: 3,
    duplicates: 1,
  });
});

test('they may be written into the document', () => {
  const query = '{ _entities(representations: [{ __typename: "User", id: "1" }]) { __typename } }';
  expect(countRepresentations(query, {})).toEqual({ representations: 1, duplicates: 0 });
});

test('a request that asks for no entities has none', () => {
  expect(countRepresentations('{ users { id } }', {})).toEqual({
    representations: 0,
    duplicates: 0,
  });
});

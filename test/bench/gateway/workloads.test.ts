import { expect, test } from '@jest/globals';
import { graphql } from 'graphql';
import { expectedAnswer } from '../../../bench/gateway/graph/expectedAnswer.js';
import { rootValue } from '../../../bench/gateway/graph/rootValue.js';
import { subgraphSchema } from '../../../bench/gateway/graph/subgraphs.js';
import { workloadNames } from '../../../bench/gateway/workloads.js';

const some = [0, 1, 2, 100, 299];

test.each(workloadNames)('%s has an answer without errors for its variations', (name) => {
  for (const n of some) expect(expectedAnswer(name, n)).toMatch(/^\{"data":\{"/);
  expect(() => expectedAnswer(name, 300)).toThrow('Expected a variation');
});

test('every request has an answer of its own, so that none can be shared', () => {
  for (const name of workloadNames)
    expect(new Set(some.map((n) => expectedAnswer(name, n))).size).toBe(some.length);
});

test('subgraphs know entities by their keys, as the whole graph does', async () => {
  const source = `query ($r: [_Any!]!) {
    _entities(representations: $r) { ... on User { name email } } }`;
  const variableValues = { r: [{ __typename: 'User', id: 'user-7' }] };
  const schema = subgraphSchema('users');
  const { data } = await graphql({ schema, source, rootValue, variableValues });
  expect(JSON.stringify(data)).toBe(
    '{"_entities":[{"name":"Person number 7","email":"user-7@example.com"}]}',
  );
});

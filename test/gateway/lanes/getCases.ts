import { traceparent, type Case } from './cases.js';

function got(
  what: string,
  lane: Case['lane'],
  query: Readonly<Record<string, string>>,
  headers?: Case['headers'],
): Case {
  return {
    ...{ what: `GET with ${what}`, lane, method: 'GET' },
    path: `/graphql?${new URLSearchParams(query).toString()}`,
    headers: { traceparent, ...headers },
  };
}

const topBadge = { query: '{ topBadge }' };

/** Requests of the shop by GET. */
export const getRequests: readonly Case[] = [
  got('a query', 'short', { query: '{ topBadge }' }),
  got('a comment, and letters of others', 'short', { query: '{ topBadge } # “é” +' }),
  got('variables', 'short', {
    query: 'query P($id: ID!) { person(id: $id) { name } }',
    variables: '{"id":"2"}',
  }),
  got('one operation of several', 'short', {
    query: 'query A { topBadge } query B { whoAmI }',
    operationName: 'B',
  }),
  got('an error', 'short', { query: '{ broken }' }),
  got('the other media type', 'short', topBadge, {
    accept: 'application/graphql-response+json',
  }),
  got('a header for which a browser asks first', 'short', topBadge, {
    ...{ 'content-type': undefined, 'apollo-require-preflight': '1' },
  }),
  got('an answer that the client has', 'short', topBadge, { 'if-none-match': '*' }),
  got('an answer that the client has not', 'short', topBadge, { 'if-none-match': '"other"' }),
  got('what is not of GraphQL', 'short', { ...topBadge, other: '1' }),
  got('nothing that a page of another origin could not send', 'full', topBadge, {
    'content-type': undefined,
  }),
  got('an empty header', 'full', topBadge, {
    ...{ 'content-type': undefined, 'apollo-require-preflight': '' },
  }),
  got('another content-type', 'full', topBadge, {
    ...{ 'content-type': 'text/plain', 'apollo-require-preflight': '1' },
  }),
  got('a mutation', 'full', { query: 'mutation { rename(id: 1, name: "Eve") { name } }' }),
  got('variables that do not fit', 'full', {
    query: 'query P($id: ID!) { person(id: $id) { name } }',
    variables: '{}',
  }),
  got('variables that are null', 'full', { ...topBadge, variables: 'null' }),
  got('variables that are no JSON', 'full', { ...topBadge, variables: '{' }),
  got('variables that reach a prototype', 'full', {
    ...{ ...topBadge, variables: '{"__proto__":{"a":1}}' },
  }),
  got('extensions that are a list', 'full', { ...topBadge, extensions: '[]' }),
  got('no query', 'full', { variables: '{}' }),
  got('no GraphQL', 'full', { query: '{' }),
  {
    what: 'GET with a query that comes twice',
    lane: 'full',
    method: 'GET',
    path: '/graphql?query={topBadge}&query={topBadge}',
    headers: { traceparent },
  },
  {
    what: 'GET with a fragment of its URL',
    lane: 'short',
    method: 'GET',
    path: '/graphql?query={topBadge}#{whoAmI}',
    headers: { traceparent },
  },
  {
    what: 'GET with a body',
    lane: 'full',
    method: 'GET',
    path: '/graphql?query={topBadge}',
    body: '{"query":"{ whoAmI }"}',
    headers: { traceparent },
  },
];

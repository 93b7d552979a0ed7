import { issue, page } from '../../topologies/operations.js';
import type { Sent } from './send.js';

export interface Case extends Sent {
  readonly what: string;
  /** Whether the short lane answers it, once its operation is prepared. */
  readonly lane: 'short' | 'full';
}

export const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

function asked(what: string, lane: Case['lane'], body: object, headers?: Case['headers']): Case {
  return { what, lane, body: JSON.stringify(body), headers: { traceparent, ...headers } };
}

const operation = (what: string, query: string, variables?: object): Case =>
  asked(what, 'short', { query, variables });

/** Operations of the shop: people and badges. */
export const shopOperations: readonly Case[] = [
  operation('a field', '{ topBadge }'),
  operation('a join', '{ person(id: 1) { name rank } topBadge }'),
  operation('nobody', '{ person(id: 9) { name rank } }'),
  operation('a list with a hole, and an error inside', '{ people { id won: badges } }'),
  operation('an error at an alias', '{ again: refused topBadge }'),
  operation('a masked error', '{ broken }'),
  operation('a mutation', 'mutation { rename(id: 1, name: "Eve") { name rank } }'),
  operation(
    'fragments',
    '{ people { ...A } } fragment A on Person { name friends { ...B } } fragment B on Person { level }',
  ),
  operation('the type of the root', '{ __typename }'),
  operation('introspection', '{ __type(name: "Person") { fields { name } } }'),
  operation(
    'directives',
    'query ($yes: Boolean!) { topBadge @skip(if: $yes) people @include(if: $yes) { id } }',
    { yes: true },
  ),
  operation('an ID given as a number', 'query ($id: ID!) { person(id: $id) { id badges } }', {
    id: 3,
  }),
  operation('a default', 'query ($id: ID! = "2") { person(id: $id) { name } }'),
  operation('more variables than are declared', 'query ($id: ID!) { person(id: $id) { name } }', {
    id: '1',
    other: {},
  }),
  operation(
    'a value that only the subgraph refuses',
    'query ($a: Address) { byAddress(address: $a) }',
    { a: { street: 1 } },
  ),
  operation('a variable that is null', 'query ($a: Address) { byAddress(address: $a) }', {
    a: null,
  }),
  operation('who asks', '{ whoAmI }'),
  asked('one operation of several', 'short', {
    query: 'query A { topBadge } query B { whoAmI }',
    operationName: 'B',
  }),
  asked('nulls for nothing', 'short', {
    query: '{ topBadge }',
    variables: null,
    operationName: null,
    extensions: null,
  }),
  asked('extensions nobody knows', 'short', {
    query: '{ topBadge }',
    extensions: { some: 'value' },
  }),
];

/** Operations of the graph of this repository. */
export const certificateOperations: readonly Case[] = [
  operation('a page', page, { first: 20 }),
  operation('a page with other variables', page, { last: 3, before: 'x' }),
  operation(
    'a person',
    `query ($email: EmailAddress!) { user(email: $email) { id name portfolioItems(first: 5) { count edges { node { title user { name } } } } } }`,
    { email: 'ada@example.com' },
  ),
  operation('issuing', issue, {
    input: {
      requestId: '0b1a3d9e-3b46-4a44-9d56-0d9c3a7d5b11',
      certificateId: '0b1a3d9e-3b46-4a44-9d56-0d9c3a7d5b12',
      emails: ['ada@example.com'],
    },
  }),
];

const topBadge = { query: '{ topBadge }' };

/** Requests that are unusual, or wrong. */
export const shopRequests: readonly Case[] = [
  ...[
    undefined,
    '*/*',
    'application/json',
    'application/graphql-response+json',
    'application/*',
    'text/html, */*;q=0.1',
    'application/json;q=0.5, application/graphql-response+json',
    'application/graphql-response+json, application/json;q=0.9',
  ].map((accept) =>
    asked(`accept ${String(accept)}`, 'short', topBadge, accept === undefined ? {} : { accept }),
  ),
  asked('accept nothing of ours', 'full', topBadge, { accept: 'text/html' }),
  asked('accept not even JSON', 'full', topBadge, {
    accept: '*/*, application/json;q=0, application/graphql-response+json;q=0',
  }),
  asked(
    'a mutation nobody would read the answer of',
    'full',
    { query: 'mutation { rename(id: 1, name: "Eve") { name } }' },
    { accept: 'text/plain' },
  ),
  ...['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset=UTF-8'].map(
    (type) => asked(`content-type ${type}`, 'short', topBadge, { 'content-type': type }),
  ),
  ...[
    'text/plain',
    'application/graphql',
    'application/json; charset=latin1',
    'multipart/form-data',
    '',
  ].map((type) => asked(`content-type ${type}`, 'full', topBadge, { 'content-type': type })),
  asked('a content-encoding', 'full', topBadge, { 'content-encoding': 'identity' }),
  ...['application/json', '*/*', 'application/graphql-response+json'].flatMap((accept) => [
    asked(`no field of ours, ${accept}`, 'full', { query: '{ nothing }' }, { accept }),
    asked(`no GraphQL, ${accept}`, 'full', { query: '{' }, { accept }),
    asked(
      `a variable missing, ${accept}`,
      'full',
      { query: 'query ($id: ID!) { person(id: $id) { name } }' },
      { accept },
    ),
    asked(
      `a variable of another type, ${accept}`,
      'full',
      { query: 'query ($id: ID!) { person(id: $id) { name } }', variables: { id: {} } },
      { accept },
    ),
    asked(
      `no such operation, ${accept}`,
      'full',
      { query: 'query A { topBadge } query B { whoAmI }', operationName: 'C' },
      { accept },
    ),
    asked(
      `too deep, ${accept}`,
      'full',
      { query: `{ person(id: 1) ${'{ friends '.repeat(14)}{ id }${' }'.repeat(14)} }` },
      { accept },
    ),
  ]),
  asked('several operations and no name', 'full', {
    query: 'query A { topBadge } query B { whoAmI }',
  }),
  asked('an empty name', 'full', { query: '{ topBadge }', operationName: '' }),
  asked('a batch', 'full', [topBadge, topBadge]),
  asked('no query', 'full', { variables: {} }),
  asked('a query that is no text', 'full', { query: 1 }),
  asked('variables that are a list', 'full', { ...topBadge, variables: [] }),
  asked('variables that are a text', 'full', { ...topBadge, variables: '{}' }),
  asked('extensions that are a text', 'full', { ...topBadge, extensions: 'x' }),
  asked('a persisted query that nobody registered', 'full', {
    extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } },
  }),
  ...[
    '',
    '{"query": ',
    'null',
    '"text"',
    '/graphql?query={topBadge}',
    '{"query":"{ topBadge }","variables":{"__proto__":{"a":1}}}',
    '{"query":"{ topBadge }","variables":{"constructor":{"prototype":1}}}',
    '{"query":"{ topBadge }","\\u005f_proto__":1}',
  ].map((body): Case => ({
    what: `the body ${body}`,
    lane: 'full',
    body,
    headers: { traceparent },
  })),
  {
    what: 'a byte order mark',
    lane: 'full',
    body: '\ufeff{"query":"{ topBadge }"}',
    headers: { traceparent },
  },
  {
    what: 'a body that is too large',
    lane: 'full',
    body: JSON.stringify({ query: '#'.repeat(100_001) }),
    headers: { traceparent },
  },
  {
    what: 'a query string',
    lane: 'full',
    path: '/graphql?query={topBadge}',
    body: '{"query":"{ whoAmI }"}',
    headers: { traceparent },
  },
  { what: 'PUT', lane: 'full', method: 'PUT', body: '{}', headers: { traceparent } },
  {
    what: 'another path',
    lane: 'full',
    path: '/graphql/',
    body: '{"query":"{ topBadge }"}',
    headers: { traceparent },
  },
];

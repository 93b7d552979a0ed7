import { readFileSync } from 'node:fs';
import { composeTopic } from '../graph/composeTopic.js';
import { GeneratedWorld } from '../graph/GeneratedWorld.js';
import type { Topic } from '../Topic.js';

const subgraphs = {
  users: { sdl: schemaOf('users') },
  certificates: { sdl: schemaOf('certificates') },
};
const name = 'the graph of this repository';
const keys = {
  User: ['id', 'email'],
  Certificate: ['id'],
  PortfolioItem: ['id'],
  Issuance: ['requestId'],
};
let world: GeneratedWorld | undefined;

/** The supergraph that is deployed, with a world of its own making behind it. */
export const ownGraph: Topic = {
  name,
  subgraphs,
  // Nothing in it changes: what a mutation answers follows from its arguments.
  world: theWorld,
  computed: {
    'User.portfolioItems': ({ pluvoId }, args) =>
      theWorld().value('User', 'portfolioItems', [pluvoId, args]),
  },
  operations: [
    '{ me { id email name isActive pluvoId portfolioItems(first: 2) { count edges { node { title user { name } } } } } }',
    '{ users(first: 3, search: "a") { count pageInfo { hasNextPage } edges { cursor node { email portfolioItems { edges { node { id issuance { status counts { total } } } } } } } } }',
    '{ issuances(status: PARTIAL) { edges { node { requestId title recipients(first: 1) { edges { node { status user { email } failure { code retryable } } } } } } } }',
    {
      query:
        'mutation ($users: [SaveUserInput!]!, $to: IssueCertificateInput!) { saveUsers(input: { users: $users }) { created users { id portfolioItems { count } } } issueCertificate(input: $to) { replayed issuance { status certificate { title } events { edges { node { kind at } } } } } syncUsers { finished } }',
      variables: {
        users: [{ email: 'a@b.example', name: 'A' }],
        to: { requestId: 'r1', certificateId: 'c1', emails: ['a@b.example'] },
      },
    },
    '{ user(id: "User 1 id") { ...U } other: user(email: "x@y.example") { ...U } __type(name: "User") { fields { name } } } fragment U on User { id name portfolioItems(last: 1) { edges { node { files endDate } } } }',
  ],
};

function theWorld(): GeneratedWorld {
  return (world ??= new GeneratedWorld(composeTopic({ name, subgraphs }).fullSchema, keys, [
    'User.pluvoId',
  ]));
}

function schemaOf(subgraph: string): string {
  return readFileSync(
    new URL(`../../subgraphs/${subgraph}/schema.graphql`, import.meta.url),
    'utf8',
  );
}

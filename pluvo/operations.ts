import type { IntrospectionQuery } from 'graphql';
import { z } from 'zod';
import type { Operation } from './drift/Operation.js';
import type {
  PluvoBulkAction,
  PluvoCertificate,
  PluvoConnection,
  PluvoPortfolioItem,
  PluvoUser,
} from './types.js';

/**
 * What we ask of Pluvo, and the shape an answer must have before it is believed. Only fields that are used. A field that
 * an operation can do without is absent from answers once Pluvo's schema has lost it.
 */

const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
const portfolioItem = 'id user { id email } title description startDate endDate files';
const portfolioItemDispensable = [
  ...['user', 'user.id', 'user.email', 'title', 'description', 'startDate', 'endDate', 'files'],
];

function connection<Node>(node: z.ZodType<Node>): z.ZodType<PluvoConnection<Node>> {
  return z.object({
    pageInfo: z.object({
      hasNextPage: z.boolean(),
      hasPreviousPage: z.boolean(),
      startCursor: z.string().nullable(),
      endCursor: z.string().nullable(),
    }),
    edges: z.array(z.object({ node: node.nullable(), cursor: z.string() }).nullable()),
    count: z.number().nullable().exactOptional(),
  });
}

const certificate: z.ZodType<PluvoCertificate> = z.object({
  id: z.string(),
  name: z.string().nullable().exactOptional(),
  title: z.string().nullable().exactOptional(),
});
const onlyId = z.object({
  edges: z.array(z.object({ node: z.object({ id: z.string() }).nullable() }).nullable()),
});
const user: z.ZodType<PluvoUser> = z.object({
  id: z.string(),
  ref: z.string().nullable().exactOptional(),
  email: z.string(),
  name: z.string(),
  isActive: z.boolean(),
});
const item: z.ZodType<PluvoPortfolioItem> = z.object({
  id: z.string(),
  user: z
    .object({ id: z.string().exactOptional(), email: z.string().exactOptional() })
    .exactOptional(),
  title: z.string().exactOptional(),
  description: z.string().nullable().exactOptional(),
  startDate: z.string().exactOptional(),
  endDate: z.string().nullable().exactOptional(),
  files: z.array(z.string()).nullable().exactOptional(),
});
const bulkAction: z.ZodType<PluvoBulkAction> = z.object({
  succeededIds: z.array(z.string()),
  failedIds: z.array(z.string()),
});

export const operations = {
  certificates: {
    name: 'certificates',
    dispensable: ['count', 'edges.node.name', 'edges.node.title'],
    document: `query Certificates(
  $first: Int, $after: String, $last: Int, $before: String, $next: String, $asksNext: Boolean!) {
  certificates(first: $first, after: $after, last: $last, before: $before) {
    ${pageInfo} edges { cursor node { id name title } } count }
  next: certificates(first: 1, after: $next) @include(if: $asksNext) { edges { node { id } } } }`,
    data: z
      .object({ certificates: connection(certificate).nullable(), next: onlyId.nullish() })
      .transform(({ certificates, next }) => certificates && { ...certificates, ...idOf(next) }),
  },
  users: {
    name: 'users',
    // Without an id, address, name or state nobody is written into the directory: such a loss stops the whole read.
    dispensable: ['count', 'edges.node.ref'],
    document: `query Users($first: Int, $after: String) {
  paginatedUsers(first: $first, after: $after) {
    ${pageInfo} edges { cursor node { id ref email name isActive } } count } }`,
    data: z.object({ paginatedUsers: connection(user) }),
  },
  portfolioItem: {
    name: 'portfolioItem',
    dispensable: portfolioItemDispensable,
    document: `query PortfolioItem($id: UUID!) { portfolioItem(id: $id) { ${portfolioItem} } }`,
    data: z.object({ portfolioItem: item.nullable() }),
  },
  generateCertificate: {
    name: 'generateCertificate',
    // An answer that cannot be read in full would lose the outcome.
    dispensable: [],
    document: `mutation GenerateCertificate(
  $id: UUID!, $title: String, $userIds: [UUID!]!, $trainingId: UUID, $issueDate: DateTime) {
  generateCertificate(id: $id, title: $title, userIds: $userIds, trainingId: $trainingId, issueDate: $issueDate) {
    bulkGenerate { succeededIds failedIds } } }`,
    data: z.object({ generateCertificate: z.object({ bulkGenerate: bulkAction }) }),
  },
} satisfies Readonly<Record<string, Operation & { data: z.ZodType }>>;

function idOf(next: z.infer<typeof onlyId> | null | undefined): { nextId?: string | null } {
  if (!next) return {};
  const [edge] = next.edges;
  if (edge === undefined) return { nextId: null };
  return edge?.node ? { nextId: edge.node.id } : {};
}

/** Of the portfolio of the user at this index. */
export const portfolioAlias = (index: number) => `u${String(index)}`;

/** Several portfolios in one request, each under an alias of its own. */
export function portfolioItemsOperation(userIds: readonly string[]) {
  const aliases = userIds.map((_, index) => portfolioAlias(index));
  const variables = aliases.map((alias) => `$${alias}: UUID`).join(', ');
  const fields = aliases.map(
    (alias) => `${alias}: portfolioItems(userId: $${alias}) { ${portfolioItem} }`,
  );
  return {
    name: 'portfolioItems',
    dispensable: portfolioItemDispensable,
    document: `query PortfolioItems(${variables}) { ${fields.join(' ')} }`,
    variables: Object.fromEntries(aliases.map((alias, index) => [alias, userIds[index]])),
    data: z
      .object(Object.fromEntries(aliases.map((alias) => [alias, z.array(item)])))
      .transform((byAlias) => aliases.map((alias) => byAlias[alias] ?? [])),
  };
}

/** The answer of introspection. Only that it is one is checked here: graphql-js checks the rest as it builds a schema. */
export const introspectionShape = z.custom<IntrospectionQuery>(
  (answer) => z.object({ __schema: z.object({}) }).safeParse(answer).success,
);

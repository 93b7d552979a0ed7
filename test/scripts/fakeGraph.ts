import { buildSchema, graphql, GraphQLError } from 'graphql';
import { createHttpApp } from '../../platform/http/createHttpApp.js';
import { listen, type Listening } from '../../platform/http/listen.js';
import { createLogger } from '../../platform/log.js';
import { createMetrics } from '../../platform/metrics.js';

/** Ways in which a graph can be wrong. */
export type Fault =
  | 'issues twice'
  | 'changes its answers'
  | 'takes a request ID again'
  | 'knows everybody'
  | 'one page only';

const schema = buildSchema(/* GraphQL */ `
  scalar UUID
  scalar EmailAddress
  type PageInfo {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
  }
  type Certificate {
    id: UUID!
    name: String
    title: String
  }
  type CertificateEdge {
    cursor: String!
    node: Certificate
  }
  type CertificateConnection {
    count: Int
    pageInfo: PageInfo!
    edges: [CertificateEdge]!
  }
  type Item {
    title: String!
  }
  type ItemEdge {
    node: Item!
  }
  type ItemConnection {
    edges: [ItemEdge!]!
  }
  type User {
    id: ID!
    email: EmailAddress!
    isActive: Boolean!
    pluvoId: UUID
    portfolioItems(first: Int): ItemConnection!
  }
  type UserEdge {
    node: User!
  }
  type UserConnection {
    pageInfo: PageInfo!
    edges: [UserEdge!]!
  }
  type Failure {
    code: String!
  }
  type Recipient {
    email: EmailAddress
    pluvoUserId: UUID
    status: String!
    failure: Failure
  }
  type RecipientEdge {
    node: Recipient!
  }
  type RecipientConnection {
    edges: [RecipientEdge!]!
  }
  type Counts {
    total: Int!
    issued: Int!
    failed: Int!
  }
  type Issuance {
    status: String!
    title: String!
    retryAfterMs: Int
    counts: Counts!
    recipients(first: Int): RecipientConnection!
  }
  type Payload {
    replayed: Boolean!
    issuance: Issuance!
  }
  type Bulk {
    succeededIds: [UUID!]!
    failedIds: [UUID!]!
  }
  type Generated {
    bulkGenerate: Bulk!
    issuance: Issuance!
  }
  input IssueCertificateInput {
    requestId: ID!
    certificateId: UUID!
    emails: [EmailAddress!]!
    title: String
  }
  type Query {
    certificates(first: Int, after: String, last: Int, before: String): CertificateConnection
    users(first: Int, after: String): UserConnection!
    user(email: EmailAddress!): User
    issuance(requestId: ID!): Issuance
  }
  type Mutation {
    issueCertificate(input: IssueCertificateInput!): Payload!
    generateCertificate(requestId: ID!, id: UUID!, title: String, userIds: [UUID!]!): Generated
  }
`);

interface Input {
  readonly requestId: string;
  readonly emails: readonly string[];
  readonly title: string;
}

/** A graph that says what the story wants to hear, but for one fault. Its first issuance is still running at first. */
export async function startFakeGraph(fault?: Fault): Promise<Listening> {
  const items: { email: string; title: string }[] = [];
  const requests = new Map<string, { title: string; issuance: object }>();
  const people = ['ada', 'grace', 'barbara', 'gone'].map((name) => ({
    id: name,
    email: `${name}@example.com`,
    isActive: name !== 'gone',
    pluvoId: `pluvo-${name}`,
    portfolioItems: () => ({
      edges: items.filter(({ email }) => email.startsWith(name)).map((node) => ({ node })),
    }),
  }));
  const find = (email: string) => people.find((person) => person.email === email.toLowerCase());

  function issue(emails: readonly string[], title: string): object {
    const recipients = emails.map((email) => {
      const known = find(email) ?? fault === 'knows everybody';
      if (known)
        items.push({ email, title }, ...(fault === 'issues twice' ? [{ email, title }] : []));
      return {
        email,
        status: known ? 'ISSUED' : 'FAILED',
        failure: known ? null : { code: 'USER_NOT_FOUND' },
      };
    });
    const failed = recipients.filter(({ failure }) => failure).length;
    return {
      status: failed > 0 ? 'PARTIAL' : 'SUCCEEDED',
      title,
      counts: { total: emails.length, issued: emails.length - failed, failed },
      recipients: { edges: recipients.map((node) => ({ node })) },
    };
  }

  const rootValue = {
    certificates: ({
      first,
      after,
      last,
      before,
    }: Readonly<Record<string, number | string | null>>) => {
      const all = Array.from({ length: fault === 'one page only' ? 1 : 7 }, (_, at) => ({
        cursor: String(at),
        node:
          at === 3 ? null : { id: `c${String(at)}`, name: null, title: at > 4 ? 'Welding' : null },
      }));
      const start = after == null ? 0 : Number(after) + 1;
      const edges =
        last == null
          ? all.slice(start, start + Number(first))
          : all.slice(Number(before) - Number(last), Number(before));
      const at = (edge: { cursor: string } | undefined) => edge?.cursor ?? null;
      return {
        count: all.length,
        pageInfo: {
          hasNextPage: at(edges.at(-1)) !== at(all.at(-1)),
          hasPreviousPage: at(edges[0]) !== at(all[0]),
          startCursor: at(edges[0]),
          endCursor: at(edges.at(-1)),
        },
        edges,
      };
    },
    users: () => ({
      pageInfo: { hasNextPage: false, hasPreviousPage: false },
      edges: [...people].reverse().map((node) => ({ node })),
    }),
    user: ({ email }: { email: string }) => find(email) ?? null,
    issuance: ({ requestId }: { requestId: string }) => requests.get(requestId)?.issuance,
    issueCertificate: ({ input: { requestId, emails, title } }: { input: Input }) => {
      const known = requests.get(requestId);
      if (known && known.title !== title && fault !== 'takes a request ID again')
        throw new GraphQLError('Used before.', { extensions: { code: 'REQUEST_ID_REUSED' } });
      const issuance = known?.issuance ?? issue(emails, title);
      requests.set(requestId, { title, issuance });
      const changed = fault === 'changes its answers' && { status: 'SUCCEEDED' };
      return {
        replayed: known !== undefined,
        issuance: known
          ? { ...issuance, ...changed }
          : { ...issuance, status: 'RUNNING', retryAfterMs: 1 },
      };
    },
    generateCertificate: ({ userIds, title }: { userIds: string[]; title: string }) => {
      const emails = people
        .filter(({ pluvoId }) => userIds.includes(pluvoId))
        .map(({ email }) => email);
      return {
        bulkGenerate: { succeededIds: userIds, failedIds: [] },
        issuance: issue(emails, title),
      };
    },
  };

  const logger = createLogger({ name: 'fake', level: 'silent' });
  const app = createHttpApp({
    name: 'fake',
    logger,
    metrics: createMetrics(),
    bodyLimitBytes: 100_000,
    readyChecks: [],
  });
  app.post<{ Body: { query: string; variables: Record<string, unknown> } }>(
    '/graphql',
    ({ body }) =>
      graphql({ schema, source: body.query, variableValues: body.variables, rootValue }),
  );
  return listen(app, { host: '127.0.0.1', port: 0 });
}

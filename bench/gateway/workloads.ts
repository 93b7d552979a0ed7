export const workloadNames = ['W1', 'W2', 'W3', 'W4'] as const;
export type WorkloadName = (typeof workloadNames)[number];

/** One operation, asked again and again with other variables. */
export interface Workload {
  readonly query: string;
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

/** So many that nothing is asked twice at the same time, and few enough that subgraphs know all answers soon. */
const variations = 300;

export const workloads: Readonly<Record<WorkloadName, Workload>> = {
  // One page from one subgraph.
  W1: {
    query: `query Certificates($after: String) {
      certificates(first: 20, after: $after) {
        edges { cursor node { id name title } } pageInfo { hasNextPage endCursor } count } }`,
    variables: vary((n) => ({ after: `c${String(n * 20)}` })),
  },
  // A join: 50 certificates, and the 20 people they were issued to.
  W2: {
    query: `query Issued($after: String) {
      issued(first: 50, after: $after) {
        edges { node { id title issueDate recipient { name email } } } } }`,
    variables: vary((n) => ({ after: `c${String(n * 50)}` })),
  },
  // One person, and a page of another subgraph about them.
  W3: {
    query: `query Person($email: String!) {
      user(email: $email) { name certificates(first: 10) { edges { node { id title } } } } }`,
    variables: vary((n) => ({ email: `user-${String(n)}@example.com` })),
  },
  // Five levels deep through four subgraphs, where the same people and products are met in many places.
  W4: {
    query: `query Shop($id: ID!, $after: Int!) {
      user(id: $id) { name reviews(first: 5) { body product { name inStock } } }
      topProducts(first: 5, after: $after) {
        name price inStock
        reviews(first: 4) {
          body
          author { name reviews(first: 3) { body product { name inStock warehouse } } } } } }`,
    variables: vary((n) => ({ id: `user-${String(n % 20)}`, after: n })),
  },
};

/** Requests as they are sent, one for each variation. */
export function bodiesOf({ query, variables }: Workload): string[] {
  const oneLine = query.replace(/\s+/g, ' ');
  return variables.map((values) => JSON.stringify({ query: oneLine, variables: values }));
}

function vary(
  variablesOf: (n: number) => Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>>[] {
  return Array.from({ length: variations }, (_, n) => variablesOf(n));
}

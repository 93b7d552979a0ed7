/**
 * Everything that is in the graph, made up from its ids, so that all processes know the same without asking each other.
 * Fields with arguments, and those that lead to other entities, are functions: graphql-js calls them when it gets there.
 */
export const rootValue = {
  user: ({ id, email }: { id?: string; email?: string }) =>
    user(id ?? email?.slice(0, email.indexOf('@')) ?? ''),
  certificates: (page: Page) => certificates('', page),
  issued: ({ first, after }: Page) => {
    const start = numberIn(after);
    return {
      edges: range(first, start).map((n) => ({ cursor: `c${String(n)}`, node: () => issued(n) })),
      pageInfo: { hasNextPage: true, endCursor: `c${String(start + first)}` },
    };
  },
  topProducts: ({ first, after }: { first: number; after: number }) =>
    range(first, after).map((n) => product(`upc-${String(n)}`)),
};

interface Page {
  readonly first: number;
  readonly after?: string | null;
}

/** How many different people the 50 certificates of one page were issued to. */
const recipientsOnPage = 20;
const productCount = 40;

export function user(id: string) {
  const seed = numberIn(id);
  return {
    __typename: 'User',
    ...{ id, email: `${id}@example.com`, name: `Person number ${String(seed)}` },
    certificates: (page: Page) => certificates(id, page),
    reviews: ({ first }: { first: number }) => range(first, seed * 3).map(review),
  };
}

export function product(upc: string) {
  const seed = numberIn(upc);
  return {
    __typename: 'Product',
    ...{ upc, name: `Product number ${String(seed)}`, price: 100 + (seed % 50) },
    ...{ inStock: seed % 3 > 0, warehouse: `Hall ${String(seed % 7)}` },
    reviews: ({ first }: { first: number }) => range(first, seed * 5).map(review),
  };
}

export function reviewOf(id: string) {
  return review(numberIn(id));
}

function review(n: number) {
  return {
    __typename: 'Review',
    id: `review-${String(n)}`,
    body: `What somebody thinks, for the ${String(n)}th time`,
    // Few authors and few products among many reviews: the same entity is met again and again, as it is in real graphs.
    author: () => user(`user-${String(n % recipientsOnPage)}`),
    product: () => product(`upc-${String(n % productCount)}`),
  };
}

function certificates(owner: string, { first, after }: Page) {
  const start = numberIn(after);
  return {
    edges: range(first, start).map((n) => ({
      cursor: `c${String(n)}`,
      node: {
        id: uuid(owner, n),
        name: `Certificate ${String(n)} ${owner}`,
        title: `Certificate of learning ${String(n)}`,
      },
    })),
    pageInfo: { hasNextPage: true, endCursor: `c${String(start + first)}` },
    count: 100_000,
  };
}

function issued(n: number) {
  return {
    id: uuid('issued', n),
    title: `Certificate of learning ${String(n)}`,
    issueDate: '2026-11-23T09:30:00Z',
    recipient: () => user(`user-${String(n - (n % 50) + (n % recipientsOnPage))}`),
  };
}

/** The number in a cursor or an id; 0 without one. */
function numberIn(text: string | null | undefined): number {
  return Number(/\d+/.exec(text ?? '')?.[0] ?? 0);
}

function range(count: number, start: number): number[] {
  return Array.from({ length: count }, (_, index) => start + index);
}

function uuid(owner: string, n: number): string {
  return `00000000-0000-4000-${String(numberIn(owner)).padStart(4, '0')}-${String(n).padStart(12, '0')}`;
}

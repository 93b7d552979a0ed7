import { pluvoPageSize } from '../../pluvo/types.js';

const query = `query ($first: Int, $after: String) {
  certificates(first: $first, after: $after) {
    edges { cursor node { id name title } } pageInfo { hasNextPage endCursor } count
  }
}`;

/** A request for a page, as JSON. */
export function pageRequest(variables: {
  first: number;
  after?: string | null | undefined;
}): string {
  return JSON.stringify({ query, variables });
}

/** Requests for 20 entries each, so many, of which each lies on another page of Pluvo. */
export function pagesApart(count: number): [string, ...string[]] {
  const later = Array.from({ length: count - 1 }, (_, page) =>
    pageRequest({ first: 20, after: cursorOf((page + 1) * pluvoPageSize - 1) }),
  );
  return [pageRequest({ first: 20 }), ...later];
}

/** As Graphene makes them. */
function cursorOf(offset: number): string {
  return Buffer.from(`arrayconnection:${String(offset)}`).toString('base64');
}

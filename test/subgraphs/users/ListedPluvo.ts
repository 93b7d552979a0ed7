import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import { pluvoPageSize, type PluvoEdge, type PluvoUser } from '../../../pluvo/types.js';

/** Pluvo's users as a list in memory, with Graphene's cursors. */
export class ListedPluvo implements Pick<PluvoClient, 'users'> {
  people: (PluvoUser | null)[] = [];
  /** Where pages were asked for: the offset of each. */
  readonly asked: number[] = [];
  /** Runs before a page is answered; what it throws is the answer. */
  beforePage: (offset: number) => unknown = () => undefined;

  async users({ first, after }: { first: number; after?: string | undefined }) {
    if (first > pluvoPageSize) throw new Error('Expected at most 50.');
    const offset = after === undefined ? 0 : Number(decode(after)) + 1;
    this.asked.push(offset);
    await this.beforePage(offset);
    const edges = this.people
      .slice(offset, offset + first)
      .map((node, index): PluvoEdge<PluvoUser> => ({ node, cursor: encode(offset + index) }));
    const end = offset + edges.length;
    return {
      pageInfo: {
        hasNextPage: end < this.people.length,
        hasPreviousPage: offset > 0,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
      edges,
      count: this.people.length,
    };
  }
}

export function pluvoUser(number: number, changes: Partial<PluvoUser> = {}): PluvoUser {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    ref: null,
    email: `person${String(number)}@example.org`,
    name: `Person ${String(number)}`,
    isActive: true,
    ...changes,
  };
}

function encode(offset: number): string {
  return Buffer.from(`arrayconnection:${String(offset)}`).toString('base64');
}

function decode(cursor: string): string {
  return Buffer.from(cursor, 'base64').toString().replace('arrayconnection:', '');
}

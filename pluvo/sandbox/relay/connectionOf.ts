import { GraphQLError } from 'graphql';
import { pluvoPageSize, type PluvoConnection, type PluvoEdge } from '../../types.js';
import { cursorAt, offsetOf } from './offsetCursor.js';

export interface ConnectionArguments {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
  readonly offset?: number | null;
}

/** A list whose entries are made when they are asked for. */
export interface ConnectionSource<Node> {
  /** The field that serves it: named in errors. */
  readonly field: string;
  readonly count: number;
  edgeAt(offset: number, cursor: string): PluvoEdge<Node> | null;
}

/**
 * A page of a list as Graphene makes it (graphql-relay's connectionFromArraySlice): the first 50 unless told otherwise,
 * never more than 50, and `hasPreviousPage` is only ever true when paging by `last`, `hasNextPage` when by `first`.
 * @throws GraphQLError if more than a page, or less than nothing, is asked for.
 */
export function connectionOf<Node>(
  source: ConnectionSource<Node>,
  args: ConnectionArguments,
): PluvoConnection<Node> {
  const { count, field } = source;
  refuseTooMany(args.first, 'first', field);
  refuseTooMany(args.last, 'last', field);
  const last = args.last ?? undefined;
  const first = args.first ?? (last === undefined ? pluvoPageSize : undefined);
  const after = (offsetOf(args.after) ?? -1) + (args.offset ?? 0);
  const before = offsetOf(args.before);

  const lowerBound = Math.max(after + 1, 0);
  const upperBound = before ?? count;
  let start = Math.min(lowerBound, count);
  let end = Math.max(Math.min(upperBound, count), start);
  if (first !== undefined) end = Math.min(end, start + first);
  if (last !== undefined) start = Math.max(start, end - last);

  const offsets = Array.from({ length: end - start }, (_, nth) => start + nth);
  return {
    pageInfo: {
      hasNextPage: first !== undefined && end < upperBound,
      hasPreviousPage: last !== undefined && start > lowerBound,
      startCursor: end > start ? cursorAt(start) : null,
      endCursor: end > start ? cursorAt(end - 1) : null,
    },
    edges: offsets.map((offset) => source.edgeAt(offset, cursorAt(offset))),
    count,
  };
}

function refuseTooMany(
  size: number | null | undefined,
  argument: 'first' | 'last',
  field: string,
): void {
  if (typeof size !== 'number') return;
  if (size < 0) throw new GraphQLError(`Argument "${argument}" must be a non-negative integer`);
  if (size > pluvoPageSize) {
    throw new GraphQLError(
      `Requesting ${String(size)} records on the \`${field}\` connection exceeds the \`${argument}\` limit of ${String(pluvoPageSize)} records.`,
    );
  }
}

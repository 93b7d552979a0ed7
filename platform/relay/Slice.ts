import type { Window } from './windowArguments.js';

/** The rows of one window in the order of the connection, and whether there are more beyond its open end. */
export interface Slice<Row> {
  readonly rows: readonly Row[];
  readonly more: boolean;
}

/** From up to `window.size + 1` rows, read from the window's own end: the one too many says that there are more. */
export function sliceOf<Row>(rows: readonly Row[], { from, size }: Window): Slice<Row> {
  const inWindow = rows.slice(0, size);
  return { rows: from === 'start' ? inWindow : inWindow.reverse(), more: rows.length > size };
}

/** Edges and page info of a slice (GraphQL Cursor Connections, sections 3 and 5). */
export function connectionOf<Node>(
  window: Window,
  { rows, more }: Slice<Node>,
  cursorOf: (node: Node) => string,
) {
  const edges = rows.map((node) => ({ node, cursor: cursorOf(node) }));
  const fromStart = window.from === 'start';
  return {
    edges,
    pageInfo: {
      hasNextPage: fromStart ? more : window.before !== undefined,
      hasPreviousPage: fromStart ? window.after !== undefined : more,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

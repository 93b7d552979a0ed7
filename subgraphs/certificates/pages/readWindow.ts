import { andThen, runSteps, type MaybePromise } from '../../../platform/maybePromise.js';
import type { Window } from '../../../platform/relay/windowArguments.js';
import type { PluvoPage } from '../../../pluvo/PluvoClient.js';
import type { PluvoConnection, PluvoEdge } from '../../../pluvo/types.js';
import type { CursorFormat, Position } from './cursorFormat.js';

/** A page of Pluvo; null if Pluvo answers null. */
type Page<Node> = PluvoConnection<Node> | null;

/** Reads one page of Pluvo. */
export type ReadPage<Node> = (page: PluvoPage) => MaybePromise<Page<Node>>;

interface Entry<Node> {
  readonly edge: PluvoEdge<Node> | null;
  /** Known also for most edges that are null. */
  readonly cursor: string | undefined;
}

interface Walk<Node> {
  readonly entries: readonly Entry<Node>[];
  /** Whether the list goes on beyond the entries. */
  readonly more: boolean;
  /** Absent if Pluvo's schema has lost it. */
  readonly count: number | null | undefined;
}

/** Yields the pages that it needs, one after the other; undefined if Pluvo answers null for one. */
type Walking<Node> = Generator<MaybePromise<Page<Node>>, Walk<Node> | undefined, Page<Node>>;

/**
 * Any window of a list that Pluvo gives in pages of 50, assembled of those pages. Null edges and nodes, and a null
 * count, are passed on as they are. If all these pages are there at once, so is the window.
 */
export function readWindow<Node>(
  window: Window,
  format: CursorFormat,
  readPage: ReadPage<Node>,
): MaybePromise<PluvoConnection<Node> | null> {
  const walk = window.from === 'start' ? walkForward : walkBack;
  return andThen(runSteps(walk(window, format, readPage)), (walked) =>
    walked ? connectionOf(window, walked) : null,
  );
}

function connectionOf<Node>(
  window: Window,
  { entries, more, count }: Walk<Node>,
): PluvoConnection<Node> {
  const fromStart = window.from === 'start';
  return {
    edges: entries.map(({ edge }) => edge),
    pageInfo: {
      hasNextPage: fromStart ? more : window.before !== undefined,
      hasPreviousPage: fromStart ? window.after !== undefined : more,
      startCursor: entries.find(({ cursor }) => cursor !== undefined)?.cursor ?? null,
      endCursor: entries.findLast(({ cursor }) => cursor !== undefined)?.cursor ?? null,
    },
    ...(count !== undefined && { count }),
  };
}

function* walkForward<Node>(
  { size, after, before }: Window,
  format: CursorFormat,
  readPage: ReadPage<Node>,
): Walking<Node> {
  const entries: Entry<Node>[] = [];
  if (before !== undefined) format.before(before);
  for (let position = format.after(after); ;) {
    const page = yield readPage(position.page);
    if (!page) return undefined;
    const found = entriesOf(page, position, format);
    const end = before === undefined ? -1 : found.findIndex(({ cursor }) => cursor === before);
    const usable = end === -1 ? found : found.slice(0, end);
    const room = size - entries.length;
    entries.push(...usable.slice(0, room));
    const more = usable.length > room || (end === -1 && page.pageInfo.hasNextPage);
    const { endCursor, hasNextPage } = page.pageInfo;
    const onward = end === -1 && hasNextPage && entries.length < size && endCursor !== null;
    if (!onward) return { entries, more, count: page.count };
    position = format.after(endCursor);
  }
}

function* walkBack<Node>(
  { size, after, before }: Window,
  format: CursorFormat,
  readPage: ReadPage<Node>,
): Walking<Node> {
  let entries: Entry<Node>[] = [];
  let count: number | null | undefined = null;
  if (after !== undefined) format.after(after);
  let position = format.before(before);
  while (position) {
    const page = yield readPage(position.page);
    if (!page) return undefined;
    count = page.count;
    const found = entriesOf(page, position, format);
    const start = after === undefined ? -1 : found.findLastIndex(({ cursor }) => cursor === after);
    const usable = found.slice(start + 1);
    const room = size - entries.length;
    entries = [...(room > 0 ? usable.slice(-room) : []), ...entries];
    const previous = start === -1 ? positionBefore(page, position, format) : undefined;
    if (entries.length === size || !previous) {
      return { entries, more: usable.length > room || previous !== undefined, count };
    }
    position = previous;
  }
  return { entries, more: false, count };
}

/** Where the list goes on before this page; undefined at its start. */
function positionBefore<Node>(
  { pageInfo, edges }: PluvoConnection<Node>,
  { page }: Position,
  format: CursorFormat,
): Position | undefined {
  const first = edges[0]?.cursor ?? format.cursorAt(page, 0) ?? pageInfo.startCursor ?? undefined;
  if (first === undefined || ('last' in page && !pageInfo.hasPreviousPage)) return undefined;
  return format.before(first);
}

function entriesOf<Node>(
  { edges }: PluvoConnection<Node>,
  { page, from, to }: Position,
  format: CursorFormat,
): Entry<Node>[] {
  return edges
    .slice(from, to)
    .map((edge, index) => ({ edge, cursor: edge?.cursor ?? format.cursorAt(page, from + index) }));
}

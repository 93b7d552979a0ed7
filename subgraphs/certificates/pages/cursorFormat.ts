import { invalidCursor } from '../../../platform/relay/cursor.js';
import type { PluvoPage } from '../../../pluvo/PluvoClient.js';
import { pluvoPageSize } from '../../../pluvo/types.js';

/** Where to read on in Pluvo: a page, and which of its entries count. */
export interface Position {
  readonly page: PluvoPage;
  /** Entries of the page from this index… */
  readonly from: number;
  /** …up to before this one. */
  readonly to: number;
}

/** How Pluvo's cursors are used to find pages. They are handed to callers as they are. */
export interface CursorFormat {
  /** The page that begins the way forward from a cursor, or from the start. @throws PlatformError INVALID_CURSOR */
  after(cursor: string | undefined): Position;
  /** The page that begins the way back; undefined if nothing stands before the cursor. @throws PlatformError INVALID_CURSOR */
  before(cursor: string | undefined): Position | undefined;
  /** The cursor of an entry whose edge Pluvo left out, if it can be told. */
  cursorAt(page: PluvoPage, index: number): string | undefined;
  /**
   * Names the parts of the list that this entry belongs to and that two pages show: they must show the same.
   * @param count of all entries, if it is known
   */
  partsAt(cursor: string | undefined, count?: number | null): readonly string[];
  /** How many entries a page has at least when the list goes on after it. */
  readonly leastWithMore: number;
}

/** However many entries there are: should Pluvo give more than it was asked for, none is lost. */
const whole = { from: 0, to: Infinity };
const lastPage = { page: { last: pluvoPageSize }, ...whole };

/**
 * Takes cursors for what they are by all appearance: base64 of `arrayconnection:<offset>`, as Graphene makes them. Then
 * every cursor lies on one of the pages 0–49, 50–99, …, and however people page, Pluvo is asked for the same ones.
 */
export const offsetCursors: CursorFormat = {
  after(cursor) {
    const offset = cursor === undefined ? 0 : offsetOf(cursor) + 1;
    return {
      page: pageFrom(offset - (offset % pluvoPageSize)),
      ...whole,
      from: offset % pluvoPageSize,
    };
  },
  before(cursor) {
    if (cursor === undefined) return lastPage;
    const offset = offsetOf(cursor);
    if (offset === 0) return undefined;
    const index = (offset - 1) % pluvoPageSize;
    return { page: pageFrom(offset - 1 - index), from: 0, to: index + 1 };
  },
  cursorAt(page, index) {
    if (!('first' in page)) return undefined;
    return cursorOf((page.after === undefined ? 0 : offsetOf(page.after) + 1) + index);
  },
  partsAt(cursor, count) {
    const offset = cursor === undefined ? undefined : offsetIn(cursor);
    if (offset === undefined) return [];
    const index = offset % pluvoPageSize;
    const page = String(offset - index);
    const isOnLastPage = typeof count === 'number' && offset >= count - pluvoPageSize;
    return [
      ...(index === 0 ? [`beginning of ${page}`] : []),
      // What is read from the end lies across these pages.
      ...(isOnLastPage ? [`end of ${page}`] : []),
    ];
  },
  leastWithMore: pluvoPageSize,
};

/** Takes nothing for granted: asks Pluvo for what follows or precedes a cursor. Needs more pages, fits any format. */
export const opaqueCursors: CursorFormat = {
  after: (cursor) => ({
    page: { first: pluvoPageSize, ...(cursor !== undefined && { after: cursor }) },
    ...whole,
  }),
  before: (cursor) => ({
    page: { last: pluvoPageSize, ...(cursor !== undefined && { before: cursor }) },
    ...whole,
  }),
  cursorAt: () => undefined,
  partsAt: () => [],
  leastWithMore: 1,
};

function pageFrom(offset: number): PluvoPage {
  return { first: pluvoPageSize, ...(offset > 0 && { after: cursorOf(offset - 1) }) };
}

function cursorOf(offset: number): string {
  return Buffer.from(`arrayconnection:${String(offset)}`).toString('base64');
}

function offsetOf(cursor: string): number {
  const offset = offsetIn(cursor);
  if (offset === undefined) throw invalidCursor(cursor);
  return offset;
}

function offsetIn(cursor: string): number | undefined {
  const [, digits] =
    /^arrayconnection:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64').toString()) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

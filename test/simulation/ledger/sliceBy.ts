import { sliceOf, type Slice } from '../../../platform/relay/Slice.js';
import type { Window } from '../../../platform/relay/windowArguments.js';

/**
 * One window of rows that are in the order of the connection.
 * @param placeOf reads a cursor
 * @param compare how a row lies to a place: negative if it comes before
 */
export function sliceBy<Row, Place>(
  rows: readonly Row[],
  window: Window,
  placeOf: (cursor: string) => Place,
  compare: (row: Row, place: Place) => number,
): Slice<Row> {
  const { from, size } = window;
  const after = window.after === undefined ? undefined : placeOf(window.after);
  const before = window.before === undefined ? undefined : placeOf(window.before);
  const inside = rows.filter(
    (row) =>
      (after === undefined || compare(row, after) > 0) &&
      (before === undefined || compare(row, before) < 0),
  );
  const fromItsEnd = from === 'start' ? inside : inside.reverse();
  return sliceOf(fromItsEnd.slice(0, size + 1), window);
}

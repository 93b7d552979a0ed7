import type { PluvoPage } from '../../../pluvo/PluvoClient.js';
import { pluvoPageSize, type PluvoCertificatePage } from '../../../pluvo/types.js';
import type { CursorFormat } from './cursorFormat.js';

/** Where there is nobody, and somebody of whom Pluvo tells nothing. */
const [nobody, unknown] = ['nobody', '?'];

/**
 * What a page says that other pages of the same list say too, by name: how long the list is, and who stands where pages
 * meet. Two pages that agree on who begins the second fit together: whoever stands before that entry is on the first, and
 * whoever stands behind it on the second, even if they were fetched at different times.
 */
export function claimsOf(
  asked: PluvoPage,
  { count, edges, nextId }: PluvoCertificatePage,
  format: CursorFormat,
): ReadonlyMap<string, string> {
  const claims = new Map<string, string>();
  const claim = (names: readonly string[], id: string) => {
    for (const name of names) claims.set(name, `${claims.get(name) ?? ''} ${id}`);
  };
  if (typeof count === 'number') claim(['count'], String(count));
  for (const [index, edge] of edges.entries()) {
    const cursor = edge?.cursor ?? format.cursorAt(asked, index);
    claim(format.partsAt(cursor, count), edge?.node?.id ?? unknown);
  }
  const empty = edges.length === 0 ? format.cursorAt(asked, 0) : undefined;
  claim(format.partsAt(empty), nobody);
  if (nextId !== undefined)
    claim(format.partsAt(format.cursorAt(asked, pluvoPageSize)), nextId ?? nobody);
  return claims;
}

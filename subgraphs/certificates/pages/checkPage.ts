import { PluvoError } from '../../../pluvo/errors.js';
import type { PluvoPage } from '../../../pluvo/PluvoClient.js';
import type { PluvoConnection } from '../../../pluvo/types.js';

/**
 * A page as it came, if one can read on from it.
 * @param leastWithMore how many entries a page has at least when the list goes on after it.
 * @throws PluvoError if it has fewer, or ends where it begins: reading on would leave entries out, or never end.
 */
export function checkPage<Node>(
  asked: PluvoPage,
  page: PluvoConnection<Node> | null,
  leastWithMore: number,
): PluvoConnection<Node> | null {
  if (!page?.pageInfo.hasNextPage || !('first' in asked)) return page;
  if (page.pageInfo.endCursor === asked.after) {
    throw new PluvoError(
      'PLUVO_UNAVAILABLE',
      'Expected a page of Pluvo that is not the last to end behind where it begins; it ends there.',
    );
  }
  const entries = page.edges.length;
  if (entries >= leastWithMore) return page;
  throw new PluvoError(
    'PLUVO_UNAVAILABLE',
    `Expected at least ${String(leastWithMore)} entries on a page of Pluvo that is not the last, got ${String(entries)}; with PLUVO_CURSOR_FORMAT=opaque pages may be shorter.`,
  );
}

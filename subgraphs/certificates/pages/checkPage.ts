import { PluvoError } from '../../../pluvo/errors.js';
import type { PluvoPage } from '../../../pluvo/PluvoClient.js';
import type { PluvoConnection } from '../../../pluvo/types.js';

/**
 * A page as it came, if one can read on from it.
 * @param leastWithMore how many entries a page has at least when the list goes on after it.
 * @throws PluvoError if it has fewer: reading on would leave entries out, or never end.
 */
export function checkPage<Node>(
  asked: PluvoPage,
  page: PluvoConnection<Node> | null,
  leastWithMore: number,
): PluvoConnection<Node> | null {
  const entries = page?.edges.length ?? 0;
  if (!page?.pageInfo.hasNextPage || !('first' in asked) || entries >= leastWithMore) return page;
  throw new PluvoError(
    'PLUVO_UNAVAILABLE',
    `Expected at least ${String(leastWithMore)} entries on a page of Pluvo that is not the last, got ${String(entries)}; with PLUVO_CURSOR_FORMAT=opaque pages may be shorter.`,
  );
}

import type { PageReader } from '../load/PageReader.js';
import { pageRequest } from './pageRequests.js';
import { certificateCount, type Stage } from './Stage.js';

/**
 * How many calls of Pluvo a walk to the end of the list costs, in pages of `first`.
 * @throws Error if the walk does not meet every entry
 */
export async function walkAll(
  stage: Stage,
  reader: PageReader,
  first: number,
): Promise<{ upstreamCalls: number; pages: number }> {
  const before = stage.upstreamCalls;
  let met = 0;
  let pages = 0;
  let after: string | null = null;
  do {
    const { data } = await reader.page(pageRequest({ first, after }));
    const { edges, pageInfo } = data.certificates;
    met += edges.length;
    pages += 1;
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  if (met !== certificateCount) {
    throw new Error(`Expected to meet ${String(certificateCount)} entries, met ${String(met)}.`);
  }
  return { upstreamCalls: stage.upstreamCalls - before, pages };
}

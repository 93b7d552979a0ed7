import type { PluvoError } from './errors.js';
import { portfolioAlias } from './operations.js';
import { RefusedFields } from './RefusedFields.js';
import type { PluvoPortfolioItem } from './types.js';

type Items = readonly PluvoPortfolioItem[];

/** If more than so many of those that were asked for together fail, it is Pluvo that is broken: it is left alone. */
const mostRefused = 3;

/**
 * Reads several portfolios in one request. A portfolio must not be null, so one that fails takes the whole answer with
 * it: then the others are asked for again.
 * @throws PluvoError if none could be read
 */
export async function readPortfolios(
  userIds: readonly string[],
  read: (userIds: readonly string[]) => Promise<readonly Items[]>,
  stillRefused = mostRefused,
): Promise<readonly (Items | PluvoError)[]> {
  try {
    return await read(userIds);
  } catch (error) {
    if (!(error instanceof RefusedFields) || stillRefused === 0) throw error;
    const isRefused = userIds.map((_, index) => error.names.has(portfolioAlias(index)));
    const others = userIds.filter((_, index) => !isRefused[index]);
    if (others.length === userIds.length || others.length === 0) throw error;
    const rest = [...(await readPortfolios(others, read, stillRefused - 1))];
    return isRefused.map((refused) => (refused ? error : (rest.shift() ?? error)));
  }
}

import { documentUrl } from './documentUrl.js';
import type { Effect } from './Effect.js';
import type { Item } from './Item.js';

/** How an issued certificate shows in the portfolio. It does not say which template it came from, as in Pluvo. */
export function itemOf(effect: Effect): Item {
  return {
    id: effect.portfolioItemId,
    userId: effect.userId,
    title: effect.title,
    description: null,
    startDate: effect.issueDate,
    endDate: null,
    files: [documentUrl(effect.portfolioItemId)],
    createdAt: effect.at,
    updatedAt: effect.at,
  };
}

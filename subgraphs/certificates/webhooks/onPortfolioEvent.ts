import { z } from 'zod';
import type { HandleWebhook } from '../../../pluvo/webhooks/InboxWorker.js';
import type { Portfolios } from '../pages/Portfolios.js';

/** Events after which somebody's portfolio may be another one. */
const portfolioEvents = new Set([
  'PORTFOLIO_ITEM_CREATED',
  'PORTFOLIO_ITEM_UPDATED',
  'PORTFOLIO_ITEM_DELETED',
  'EVENT_CERTIFICATE_ACHIEVED',
  'EVENT_CERTIFICATE_STATUS_CHANGED',
]);

/** Which fields name the user is documented for some events only. */
const aboutUser = z.union([
  z.object({ user: z.object({ id: z.string().min(1) }) }).transform(({ user }) => user.id),
  z.object({ user: z.string().min(1) }).transform(({ user }) => user),
  z.object({ userId: z.string().min(1) }).transform(({ userId }) => userId),
]);

/** Makes what is cached of the person's portfolio invalid in the fleet: what it is now is read from Pluvo. */
export function onPortfolioEvent(portfolios: Pick<Portfolios, 'changed'>): HandleWebhook {
  return async ({ event = '', fields }) => {
    if (!portfolioEvents.has(event)) return { state: 'IGNORED', outcome: 'unknown-event' };
    const pluvoUserId = aboutUser.safeParse(fields).data;
    if (pluvoUserId === undefined) return { state: 'IGNORED', outcome: 'incomplete' };
    await portfolios.changed([pluvoUserId.toLowerCase()]);
    return { state: 'PROCESSED', outcome: 'invalidated' };
  };
}

import { z } from 'zod';
import type { Clock } from '../../../platform/clock.js';
import type { Logger } from '../../../platform/log.js';
import type { HandleWebhook } from '../../../pluvo/webhooks/InboxWorker.js';
import type { Accounts } from '../directory/Accounts.js';
import { importedPerson } from '../directory/importedPerson.js';

const account = z.object({
  id: z.string().refine((id) => id !== '' && !id.includes('\0')),
});
const wholeAccount = account.extend({
  email: z.string(),
  name: z.string(),
  isActive: z.boolean(),
});

/** How far ahead Pluvo's clock may be: one that is further must not outdate all that comes for hours. */
const mostAheadMs = 60_000;

/** Takes over what an event says about an account of Pluvo, unless something newer is known about it. */
export function onUserEvent(options: {
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly logger: Logger;
}): HandleWebhook {
  const { accounts, clock, logger } = options;
  return async ({ event, sentAtMs, fields }) => {
    const nowMs = clock.nowMs();
    const asOfMs = sentAtMs === undefined ? undefined : Math.min(sentAtMs, nowMs + mostAheadMs);
    const incomplete = { state: 'IGNORED', outcome: 'incomplete' } as const;
    switch (event ?? '') {
      case 'USER_CREATED':
      case 'USER_UPDATED': {
        const told = wholeAccount.safeParse(fields).data;
        const person = told && importedPerson(told);
        if (!person || asOfMs === undefined) return incomplete;
        const outcome = await accounts.save(person, asOfMs, nowMs);
        if (outcome === 'conflict') {
          logger.warn(
            { pluvoIds: [person.pluvoId] },
            'a person of Pluvo has an address that belongs to somebody else in the directory',
          );
        }
        return { state: outcome === 'outdated' ? 'IGNORED' : 'PROCESSED', outcome };
      }
      case 'USER_DELETED': {
        const told = account.safeParse(fields).data;
        if (!told || asOfMs === undefined) return incomplete;
        const outcome = await accounts.remove(told.id.toLowerCase(), asOfMs, nowMs);
        return { state: outcome === 'outdated' ? 'IGNORED' : 'PROCESSED', outcome };
      }
      default:
        return { state: 'IGNORED', outcome: 'unknown-event' };
    }
  };
}

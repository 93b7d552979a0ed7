import { connectionOf } from '../../../platform/relay/Slice.js';
import { parseWindow } from '../../../platform/relay/windowArguments.js';
import type { Resolvers } from '../generated.js';
import { recipientCursor } from '../issuance/cursors.js';
import { expectRemembered } from '../issuance/expectRemembered.js';
import { recipientFailures } from '../issuance/failures.js';
import type { RecipientRecord } from '../issuance/Ledger.js';
import { countKey, countOfAll, type RecipientStatus } from '../issuance/states.js';
import { held } from './portfolio.js';
import { timeOf } from './timeOf.js';

/** A page of the recipients of an issuance; how many there are is counted only if it is asked for. */
export interface RecipientPage extends ReturnType<typeof connectionOf<RecipientRecord>> {
  readonly issuanceId: string;
  readonly status: RecipientStatus | undefined;
}

export const recipientResolvers: Resolvers = {
  Issuance: {
    async recipients(issuance, { status, ...args }, { ledger, limits }) {
      expectRemembered(issuance);
      const window = parseWindow(args, { defaultSize: 50, maxSize: limits.maxPageSize });
      const only = status ?? undefined;
      const slice = await ledger.recipients(issuance.id, window, only);
      const page = connectionOf(window, slice, recipientCursor);
      return { ...page, issuanceId: issuance.id, status: only };
    },
  },
  RecipientConnection: {
    async count({ issuanceId, status }, _args, { loaders }) {
      const counts = await loaders.countsByIssuance.load(issuanceId);
      return status ? counts[countKey(status)] : countOfAll(counts);
    },
  },
  Recipient: {
    email: ({ email }) => email ?? null,
    pluvoUserId: ({ pluvoUserId }) => pluvoUserId ?? null,
    user: ({ userId, pluvoUserId }) =>
      userId === undefined ? null : { id: userId, pluvoId: pluvoUserId },
    failure: ({ failure }) => (failure ? { code: failure, ...recipientFailures[failure] } : null),
    portfolioItemId: ({ portfolioItemId }) => portfolioItemId ?? null,
    async portfolioItem({ portfolioItemId, pluvoUserId, userId }, _args, context) {
      if (portfolioItemId === undefined || pluvoUserId === undefined) return null;
      const items = await context.loaders.portfolioByUser.load(pluvoUserId);
      const item = items.find(({ id }) => id === portfolioItemId);
      if (!item) return null;
      if (userId !== undefined) return { ...item, holder: { id: userId, pluvoId: pluvoUserId } };
      return held(item, context.people, context.caller);
    },
    decision: ({ decision }) => decision ?? null,
  },
  RecipientDecision: {
    verdict: ({ issued }) => (issued ? 'ISSUED' : 'NOT_ISSUED'),
    decidedAt: ({ decidedAtMs }) => timeOf(decidedAtMs),
  },
};

import { connectionOf } from '../../../platform/relay/Slice.js';
import { parseWindow } from '../../../platform/relay/windowArguments.js';
import type { Resolvers } from '../generated.js';
import { issuanceCursor } from '../issuance/cursors.js';
import type { IssuanceRecord } from '../issuance/Ledger.js';
import { parseRequestId } from '../issuance/parseCommand.js';
import { countOfAll, isOpen, type IssuanceStatus } from '../issuance/states.js';
import { timeOf } from './timeOf.js';

/** A page of the caller's issuances; how many there are is counted only if it is asked for. */
export interface IssuancePage extends ReturnType<typeof connectionOf<IssuanceRecord>> {
  readonly status: IssuanceStatus | undefined;
}

/** An open issuance may end at any moment: asking again sooner than this is no use. */
const shortestWaitMs = 500;

export const issuanceResolvers: Resolvers = {
  Query: {
    issuance: async (_parent, { requestId }, { ledger, caller }) =>
      (await ledger.find(caller.name, parseRequestId(requestId))) ?? null,
    async issuances(_parent, { status, ...args }, { ledger, caller, limits }) {
      const window = parseWindow(args, { defaultSize: 50, maxSize: limits.maxPageSize });
      const only = status ?? undefined;
      const slice = await ledger.issuances(caller.name, window, only);
      return { ...connectionOf(window, slice, issuanceCursor), status: only };
    },
  },
  IssuanceConnection: {
    count: ({ status }, _args, { ledger, caller }) => ledger.countIssuances(caller.name, status),
  },
  Issuance: {
    __resolveReference: async ({ requestId }, { ledger, caller }) =>
      (await ledger.find(caller.name, requestId)) ?? null,
    certificate: async ({ certificateId }, _args, { loaders }) =>
      (await loaders.certificateById.load(certificateId)) ?? null,
    counts: async ({ id }, _args, { loaders }) => {
      const counts = await loaders.countsByIssuance.load(id);
      return { ...counts, total: countOfAll(counts) };
    },
    createdAt: ({ createdAtMs }) => timeOf(createdAtMs),
    finishedAt: ({ finishedAtMs }) => timeOf(finishedAtMs),
    cancelledAt: ({ cancelledAtMs }) => timeOf(cancelledAtMs),
    forgottenAt: ({ forgottenAtMs }) => timeOf(forgottenAtMs),
    retryAfterMs: ({ status, dueAtMs = 0 }, _args, { clock }) =>
      isOpen(status) ? Math.max(shortestWaitMs, Math.ceil(dueAtMs - clock.nowMs())) : null,
  },
};

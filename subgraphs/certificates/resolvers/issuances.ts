import { connectionOf } from '../../../platform/relay/Slice.js';
import { parseWindow } from '../../../platform/relay/windowArguments.js';
import type { Resolvers } from '../generated.js';
import { recipientFailures } from '../issuance/failures.js';
import type { IssuanceRecord, RecipientRecord } from '../issuance/Ledger.js';
import { parseRequestId } from '../issuance/parseCommand.js';
import { issuanceCursor, recipientCursor } from '../issuance/sql/readIssuances.js';
import {
  countKey,
  isOpen,
  type IssuanceStatus,
  type RecipientCounts,
  type RecipientStatus,
} from '../issuance/states.js';

/** A page of the caller's issuances; how many there are is counted only if it is asked for. */
export interface IssuancePage extends ReturnType<typeof connectionOf<IssuanceRecord>> {
  readonly status: IssuanceStatus | undefined;
}

export interface RecipientPage extends ReturnType<typeof connectionOf<RecipientRecord>> {
  readonly issuanceId: string;
  readonly status: RecipientStatus | undefined;
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
  RecipientConnection: {
    async count({ issuanceId, status }, _args, { countsByIssuance }) {
      const counts = await countsByIssuance.load(issuanceId);
      return status ? counts[countKey(status)] : sum(counts);
    },
  },
  Issuance: {
    __resolveReference: async ({ requestId }, { ledger, caller }) =>
      (await ledger.find(caller.name, requestId)) ?? null,
    certificate: async ({ certificateId }, _args, { certificateById }) =>
      (await certificateById.load(certificateId)) ?? null,
    counts: async ({ id }, _args, { countsByIssuance }) => {
      const counts = await countsByIssuance.load(id);
      return { ...counts, total: sum(counts) };
    },
    async recipients({ id }, { status, ...args }, { ledger, limits }) {
      const window = parseWindow(args, { defaultSize: 50, maxSize: limits.maxPageSize });
      const only = status ?? undefined;
      const slice = await ledger.recipients(id, window, only);
      return { ...connectionOf(window, slice, recipientCursor), issuanceId: id, status: only };
    },
    createdAt: ({ createdAtMs }) => new Date(createdAtMs).toISOString(),
    finishedAt: ({ finishedAtMs }) =>
      finishedAtMs === undefined ? null : new Date(finishedAtMs).toISOString(),
    retryAfterMs: ({ status, nextAttemptAtMs }, _args, { clock }) =>
      isOpen(status) ? Math.max(shortestWaitMs, Math.ceil(nextAttemptAtMs - clock.nowMs())) : null,
  },
  Recipient: {
    email: ({ email }) => email ?? null,
    pluvoUserId: ({ pluvoUserId }) => pluvoUserId ?? null,
    user: ({ userId, pluvoUserId }) =>
      userId === undefined ? null : { id: userId, pluvoId: pluvoUserId },
    failure: ({ failure }) => (failure ? { code: failure, ...recipientFailures[failure] } : null),
  },
};

function sum(counts: RecipientCounts): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

import { connectionOf } from '../../../platform/relay/Slice.js';
import { parseWindow } from '../../../platform/relay/windowArguments.js';
import type { Resolvers } from '../generated.js';
import { eventCursor } from '../issuance/cursors.js';
import { expectRemembered } from '../issuance/expectRemembered.js';
import type { EventRecord } from '../issuance/Ledger.js';
import { timeOf } from './timeOf.js';

/** A page of the audit trail of an issuance; its lines are counted only if it is asked for. */
export interface EventPage extends ReturnType<typeof connectionOf<EventRecord>> {
  readonly issuanceId: string;
}

export const eventResolvers: Resolvers = {
  Issuance: {
    async events(issuance, args, { ledger, limits }) {
      expectRemembered(issuance);
      const window = parseWindow(args, { defaultSize: 50, maxSize: limits.maxPageSize });
      const slice = await ledger.events(issuance.id, window);
      return { ...connectionOf(window, slice, eventCursor), issuanceId: issuance.id };
    },
  },
  IssuanceEventConnection: {
    count: ({ issuanceId }, _args, { ledger }) => ledger.countEvents(issuanceId),
  },
  IssuanceEvent: {
    at: ({ atMs }) => timeOf(atMs),
    chunk: ({ chunkNumber }) => chunkNumber ?? null,
    pluvoUserIds: ({ pluvoUserIds }) => pluvoUserIds ?? null,
  },
};

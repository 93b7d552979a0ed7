import { inBatches } from '../../../platform/inBatches.js';
import { present } from '../../../pluvo/drift/present.js';
import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import type { PluvoPortfolioItem } from '../../../pluvo/types.js';
import { openPeople, type Change, type Chunk } from './chunk/Chunk.js';
import { recognise, type Sighting } from './chunk/recognise.js';
import { lookAgain, reconcile, type Sightings } from './chunk/reconcile.js';
import type { Rules } from './chunk/rules.js';
import type { Reached } from './failPoint.js';
import type { Lease } from './Lease.js';
import type { IssuanceRecord, Ledger } from './Ledger.js';
import type { LedgerClock } from './LedgerClock.js';
import type { Observe } from './observe.js';
import { priorityOf } from './priorityOf.js';

export interface ReconcilerOptions {
  readonly ledger: Pick<Ledger, 'changeClaimed' | 'othersAlike'>;
  readonly ledgerClock: LedgerClock;
  readonly pluvo: Pick<PluvoClient, 'portfolioItems'>;
  readonly rules: Rules;
  /** Dates that differ by less are the same. */
  readonly datePrecisionMs: number;
  readonly onIssued: (pluvoUserIds: readonly string[]) => Promise<void>;
  readonly observe: Observe;
  readonly reached: Reached;
}

/** Portfolios in one request to Pluvo, each under an alias. */
const portfoliosPerRequest = 25;

/** Finds out from the portfolios what became of people whose outcome is not known, or no longer sure. */
export class Reconciler {
  readonly #options: ReconcilerOptions;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
  }

  /** Looks once for a chunk that is due. @throws PluvoError, or what the ledger throws; then nothing was changed. */
  async look(lease: Lease, chunk: Chunk): Promise<void> {
    const { ledger, ledgerClock, rules, observe, onIssued, reached } = this.#options;
    const { claim } = lease;
    const sightings = await this.#see(claim.issuance, usersToLookFor(chunk));
    reached('reconciling');
    // Before anybody can read in the ledger that they have it.
    await onIssued([...sightings.keys()]);
    const nowMs = ledgerClock.latestMs();
    const change = await ledger.changeClaimed(
      claim,
      chunk.number,
      (current, { cancelledAtMs }): Change => {
        if (chunk.status === 'DONE') return lookAgain(current, sightings, rules, nowMs);
        const isCancelled = cancelledAtMs !== undefined;
        return reconcile(current, chunk, sightings, { rules, isCancelled, nowMs });
      },
      nowMs,
    );
    reached('reconciled');
    if (change) observe(claim.issuance.id, change);
  }

  async #see(issuance: IssuanceRecord, users: readonly string[]): Promise<Sightings> {
    const { ledger, datePrecisionMs } = this.#options;
    const portfolios = await this.#read(issuance, users);
    // After the portfolios: whatever they show was written down here before it was sent.
    const others = await ledger.othersAlike(issuance, users, datePrecisionMs);
    const sightings = new Map<string, Sighting>();
    users.forEach((user, index) => {
      const items = (portfolios[index] ?? []).map(identified);
      const theirs = others.get(user) ?? { issued: 0, undecided: 0 };
      sightings.set(user, recognise(items, issuance, theirs, datePrecisionMs));
    });
    return sightings;
  }

  async #read(issuance: IssuanceRecord, users: readonly string[]) {
    const priority = priorityOf(issuance);
    const batches = inBatches(users, portfoliosPerRequest);
    const read = batches.map((batch) => this.#options.pluvo.portfolioItems(batch, { priority }));
    return (await Promise.all(read)).flat();
  }
}

function usersToLookFor(chunk: Chunk): readonly string[] {
  if (chunk.status !== 'DONE') return openPeople(chunk);
  return chunk.people.flatMap(({ pluvoUserId, status }) =>
    status === 'FAILED' ? [] : pluvoUserId,
  );
}

/** @throws PluvoError PLUVO_FIELD_LOST: what cannot be recognised must not count as absent. */
function identified({ id, title, startDate }: PluvoPortfolioItem) {
  return {
    id,
    title: present(title, 'PortfolioItem.title'),
    startDate: present(startDate, 'PortfolioItem.startDate'),
  };
}

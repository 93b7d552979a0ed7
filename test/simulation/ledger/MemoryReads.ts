import type { Clock } from '../../../platform/clock.js';
import type { Slice } from '../../../platform/relay/Slice.js';
import type { Window } from '../../../platform/relay/windowArguments.js';
import type { Chunk, PersonStatus } from '../../../subgraphs/certificates/issuance/chunk/Chunk.js';
import {
  couldBeTakenFor,
  type Others,
} from '../../../subgraphs/certificates/issuance/chunk/recognise.js';
import {
  placeOf,
  positionOf,
  sequenceOf,
} from '../../../subgraphs/certificates/issuance/cursors.js';
import type {
  EventRecord,
  IssuanceRecord,
  RecipientRecord,
  StatusTotal,
} from '../../../subgraphs/certificates/issuance/Ledger.js';
import type {
  IssuanceStatus,
  RecipientCounts,
  RecipientStatus,
} from '../../../subgraphs/certificates/issuance/states.js';
import { isUndecided, noCounts, type MemoryIssuance } from './MemoryIssuance.js';
import { now } from './now.js';
import { sliceBy } from './sliceBy.js';

/** What the ledger in memory answers. */
export class MemoryReads {
  protected readonly issuancesById = new Map<string, MemoryIssuance>();
  protected readonly byRequest = new Map<string, MemoryIssuance>();
  readonly #clock: Pick<Clock, 'nowMs'>;

  constructor(clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock;
  }

  /** For those who check what is in it. */
  get all(): readonly MemoryIssuance[] {
    return [...this.issuancesById.values()];
  }

  get(id: string): MemoryIssuance | undefined {
    return this.issuancesById.get(id);
  }

  nowMs(): Promise<number> {
    return now(() => this.#clock.nowMs());
  }

  find(caller: string, requestId: string): Promise<IssuanceRecord | undefined> {
    return now(() => this.byRequest.get(`${caller} ${requestId}`)?.record);
  }

  unresolved(id: string, limit: number): Promise<readonly RecipientRecord[]> {
    return now(() => this.get(id)?.unresolved().slice(0, limit) ?? []);
  }

  dueChunks(
    id: string,
    nowMs: number,
    excepted: readonly number[],
    limit: number,
    only?: 'READY',
  ): Promise<readonly Chunk[]> {
    return now(() => {
      const due = (this.get(id)?.chunks ?? []).filter(
        ({ number, dueAtMs, status }) =>
          dueAtMs !== undefined &&
          dueAtMs <= nowMs &&
          !excepted.includes(number) &&
          (only ?? status) === status,
      );
      const isReady = ({ status }: Chunk) => Number(status === 'READY');
      return due.sort((a, b) => isReady(a) - isReady(b)).slice(0, limit);
    });
  }

  othersAlike(
    issuance: IssuanceRecord,
    pluvoUserIds: readonly string[],
    precisionMs: number,
  ): Promise<ReadonlyMap<string, Others>> {
    return now(() => {
      const alike = this.all.filter(
        ({ record }) => record.id !== issuance.id && couldBeTakenFor(record, issuance, precisionMs),
      );
      return new Map(
        pluvoUserIds.map((user) => {
          const people = alike.map((other) => other.person(user));
          const issued = people.filter((person) => person?.status === 'ISSUED').length;
          return [user, { issued, undecided: people.filter(isUndecided).length }];
        }),
      );
    });
  }

  counts(ids: readonly string[]): Promise<ReadonlyMap<string, RecipientCounts>> {
    return now(() => new Map(ids.map((id) => [id, this.get(id)?.counts() ?? noCounts])));
  }

  recipients(
    id: string,
    window: Window,
    status: RecipientStatus | undefined,
  ): Promise<Slice<RecipientRecord>> {
    return now(() => {
      const all = this.get(id)?.recipients() ?? [];
      const rows = all.filter((recipient) => (status ?? recipient.status) === recipient.status);
      return sliceBy(rows, window, positionOf, (row, position) => row.position - position);
    });
  }

  usersWith(
    id: string,
    statuses: readonly PersonStatus[],
  ): Promise<readonly { pluvoUserId: string; status: PersonStatus }[]> {
    return now(() => {
      const people = new Map<string, PersonStatus>();
      for (const { pluvoUserId, status } of this.get(id)?.recipients() ?? []) {
        const isDecided = status === 'ISSUED' || status === 'FAILED' || status === 'PARKED';
        if (pluvoUserId !== undefined) people.set(pluvoUserId, isDecided ? status : 'OPEN');
      }
      return [...people]
        .map(([pluvoUserId, status]) => ({ pluvoUserId, status }))
        .filter(({ status }) => statuses.includes(status));
    });
  }

  events(id: string, window: Window): Promise<Slice<EventRecord>> {
    return now(() =>
      sliceBy(
        this.get(id)?.events ?? [],
        window,
        sequenceOf,
        (row, sequence) => row.sequence - sequence,
      ),
    );
  }

  countEvents(id: string): Promise<number> {
    return now(() => this.get(id)?.events.length ?? 0);
  }

  issuances(
    caller: string,
    window: Window,
    status: IssuanceStatus | undefined,
  ): Promise<Slice<IssuanceRecord>> {
    return now(() =>
      sliceBy(this.#of(caller, status).sort(fromNewest), window, placeOf, fromNewest),
    );
  }

  countIssuances(caller: string, status: IssuanceStatus | undefined): Promise<number> {
    return now(() => this.#of(caller, status).length);
  }

  issuedTo(
    caller: string,
    pluvoUserIds: readonly string[],
  ): Promise<readonly { pluvoUserId: string; issuance: IssuanceRecord }[]> {
    return now(() =>
      this.all.flatMap((issuance) =>
        pluvoUserIds
          .filter((user) => issuance.record.caller === caller && issuance.hasIssuedTo(user))
          .map((pluvoUserId) => ({ pluvoUserId, issuance: issuance.record })),
      ),
    );
  }

  totals(): Promise<readonly StatusTotal[]> {
    return now(() => {
      const totals = new Map<IssuanceStatus, StatusTotal>();
      for (const { record } of this.all) {
        const { status, createdAtMs } = record;
        const known = totals.get(status);
        totals.set(status, {
          status,
          issuances: (known?.issuances ?? 0) + 1,
          oldestAtMs: Math.min(known?.oldestAtMs ?? Infinity, createdAtMs),
        });
      }
      return [...totals.values()];
    });
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  #of(caller: string, status: IssuanceStatus | undefined): IssuanceRecord[] {
    return this.all
      .map(({ record }) => record)
      .filter((record) => record.caller === caller && (status ?? record.status) === record.status);
  }
}

type Place = Pick<IssuanceRecord, 'createdAtMs' | 'id'>;

function fromNewest(a: Place, b: Place): number {
  if (a.createdAtMs !== b.createdAtMs) return b.createdAtMs - a.createdAtMs;
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}

import { Counter, Gauge, type Registry } from 'prom-client';
import type { Clock } from '../../../platform/clock.js';
import type { Ledger, StatusTotal } from './Ledger.js';
import type { Observe } from './observe.js';
import type { Reaped } from './Reaper.js';
import { isOpen } from './states.js';

/** What issuing tells Prometheus. */
export interface IssuanceMetrics {
  /** Counts what this process wrote down about chunks. */
  readonly observe: Observe;
  readonly countReaped: (what: Reaped, issuances: number) => void;
}

/** How old the totals may be: counting all issuances at every scrape of every replica would be work for nothing. */
const freshMs = 30_000;

/** Once for each registry: metrics have names. */
export function createIssuanceMetrics(
  registry: Registry,
  { ledger, clock }: { ledger: Pick<Ledger, 'nowMs' | 'totals'>; clock: Clock },
): IssuanceMetrics {
  const registers = [registry];
  const events = new Counter({
    name: 'issuance_events_total',
    help: 'What happened to chunks, by the IssuanceEventKind of the graph.',
    labelNames: ['kind'],
    registers,
  });
  const people = new Counter({
    name: 'issuance_people_total',
    help: 'People whom these events were about; for SETTLED the outcome is issued or the code of the failure.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const reaped = new Counter({
    name: 'issuances_reaped_total',
    help: 'Issuances whose recipients were forgotten, or that were deleted.',
    labelNames: ['what'],
    registers,
  });
  const read = reader(ledger, clock);
  new Gauge({
    name: 'issuances',
    help: 'Issuances in the ledger by status, of all replicas together; none while the ledger does not tell.',
    labelNames: ['status'],
    registers,
    async collect() {
      const told = await read();
      this.reset();
      for (const { status, issuances } of told?.totals ?? []) this.set({ status }, issuances);
    },
  });
  new Gauge({
    name: 'issuance_oldest_open_seconds',
    help: 'How long ago the oldest open issuance was accepted; 0 if none is open, NaN while the ledger does not tell.',
    registers,
    async collect() {
      const told = await read();
      this.set(told ? oldestOpenMs(told) / 1_000 : NaN);
    },
  });
  return {
    observe(_issuanceId, { chunk, events: happened }) {
      for (const { kind, pluvoUserIds, detail } of happened) {
        events.inc({ kind });
        const outcome = kind === 'SETTLED' ? (detail ?? '') : '';
        people.inc({ kind, outcome }, pluvoUserIds?.length ?? chunk.people.length);
      }
    },
    countReaped(what, issuances) {
      reaped.inc({ what }, issuances);
    },
  };
}

interface Told {
  readonly totals: readonly StatusTotal[];
  readonly atMs: number;
}

/** Asks once for all who want to know within a while; undefined if the ledger cannot be asked. */
function reader(ledger: Pick<Ledger, 'nowMs' | 'totals'>, clock: Clock) {
  let askedAtMs = -Infinity;
  let answer: Promise<Told | undefined> = Promise.resolve(undefined);
  const ask = async (): Promise<Told | undefined> => {
    try {
      return { totals: await ledger.totals(), atMs: await ledger.nowMs() };
    } catch {
      return undefined;
    }
  };
  return () => {
    if (clock.monotonicMs() - askedAtMs < freshMs) return answer;
    askedAtMs = clock.monotonicMs();
    answer = ask();
    return answer;
  };
}

function oldestOpenMs({ totals, atMs }: Told): number {
  const open = totals.filter(({ status }) => isOpen(status));
  return open.reduce((oldestMs, { oldestAtMs }) => Math.max(oldestMs, atMs - oldestAtMs), 0);
}

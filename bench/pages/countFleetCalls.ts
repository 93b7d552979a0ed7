import type { PageAnswer, PageReader } from '../load/PageReader.js';
import { readSteadily, type Reading } from '../load/readSteadily.js';
import { countGroups } from '../load/statistics.js';
import { pageRequest } from './pageRequests.js';
import type { Stage } from './Stage.js';

/** Of the fleet's pages, milliseconds. */
export const fleetTtlMs = 3_000;
const everyMs = 5;
const wantedExpiries = 5;
/** A page that never expires would keep the measurement waiting for ever. */
const patienceMs = 60_000;

/**
 * How many calls of Pluvo a fleet makes for each time that a hot page expires, while all its processes are asked for it
 * all the time. It begins and ends amid the life of a page, so that each renewal is counted with its calls. How often
 * the page was renewed is told by the answers: what was fetched at about the same instant was fetched for one expiry.
 */
export async function countFleetCalls(stage: Stage, fleet: readonly PageReader[]) {
  const body = pageRequest({ first: 20 });
  const read = (index: number) => {
    const reader = fleet[index % fleet.length];
    if (!reader) throw new RangeError('Expected a fleet of at least one process.');
    return reader.page(body);
  };
  // Processes that have just started are slow, and what was slow to fetch is fetched again early.
  await readUntilRenewed(2, read);
  const callsBefore = stage.upstreamCalls;
  const readings = await readUntilRenewed(wantedExpiries, read);
  const upstreamCalls = stage.upstreamCalls - callsBefore;
  const expiries = renewalsIn(readings);
  return {
    upstreamCalls,
    expiries,
    upstreamCallsPerExpiry: upstreamCalls / expiries,
    processes: fleet.length,
    reads: readings.length,
    failedReads: readings.filter(({ failure }) => failure !== undefined).length,
  };
}

/** Reads steadily until the page was renewed so often, and half a life more: by then all processes have the new one. */
function readUntilRenewed(
  times: number,
  read: (index: number) => Promise<PageAnswer>,
): Promise<readonly Reading[]> {
  const patientUntilMs = performance.now() + patienceMs;
  let endMs = patientUntilMs;
  return readSteadily({
    everyMs,
    goesOn(soFar) {
      if (endMs === patientUntilMs && renewalsIn(soFar) >= times) {
        endMs = performance.now() + fleetTtlMs / 2;
      }
      return performance.now() < endMs;
    },
    read,
  });
}

/** The page that was there at the beginning is one more than was fetched since. */
function renewalsIn(readings: readonly Reading[]): number {
  const instants = readings.flatMap(({ fetchedAtMs }) => fetchedAtMs ?? []);
  return countGroups(instants, fleetTtlMs / 2) - 1;
}

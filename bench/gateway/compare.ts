import type { Goal } from '../report.js';
import { cachedRatioGoals, p99Goals, ratioGoals } from './goals.js';
import type { Measurement } from './Measurement.js';
import { ours, oursCached, systems } from './systems/systems.js';
import { workloadNames, type WorkloadName } from './workloads.js';

/** By system and workload; without what was not measured. */
export type Measurements = Readonly<Record<string, Partial<Record<WorkloadName, Measurement>>>>;
type PerWorkload = Partial<Record<WorkloadName, number>>;
type Table = Record<string, PerWorkload>;
type Goals = Readonly<Record<string, Partial<Record<WorkloadName, Goal>>>>;

/** The one peer that has nothing but answers ready, and is compared with our cache of them. */
const canned = 'canned';

/** Ours beside each peer, and whether that is what it should be. A peer with several systems counts with its best. */
export function compare(measured: Measurements) {
  const rps = (mine: Measurement, theirs: Measurement) => mine.rps / theirs.rps;
  const cached = table(measured, oursCached, rps);
  const ratios = {
    ...table(measured, ours, rps),
    ...(cached[canned] && { canned: cached[canned] }),
  };
  const p99 = table(measured, ours, (mine, theirs) => theirs.p99 / mine.p99);
  const cpu = table(measured, ours, (mine, theirs) => theirs.cpuUs / mine.cpuUs);
  return {
    ratios,
    ratiosCached: cached,
    // What a request costs, theirs to ours: it moves less when something else runs on the machine.
    ratiosCpu: cpu,
    ratiosP99: p99,
    goals: {
      ...judge('ratios', ratioGoals, ratios),
      ...judge('ratiosCached', cachedRatioGoals, cached),
      ...judge('ratiosP99', p99Goals, p99),
    },
  };
}

function table(
  measured: Measurements,
  mine: string,
  ratio: (mine: Measurement, theirs: Measurement) => number,
): Table {
  const result: Table = {};
  for (const peer of new Set(systems.flatMap((system) => system.peer ?? []))) {
    const rivals = systems.filter((system) => system.peer === peer);
    for (const workload of workloadNames) {
      const our = measured[mine]?.[workload];
      const [best] = rivals
        .flatMap(({ name }) => measured[name]?.[workload] ?? [])
        .sort((a, b) => b.rps - a.rps);
      if (our && best) result[peer] = { ...result[peer], [workload]: ratio(our, best) };
    }
  }
  return result;
}

/** Each goal by its place in the report, with the value that it judges; without those whose peer was not measured. */
function judge(place: string, goals: Goals, values: Table) {
  const judged: Record<string, { goal: string; value: number; met: boolean }> = {};
  for (const [peer, perWorkload] of Object.entries(goals)) {
    for (const workload of workloadNames) {
      const goal = perWorkload[workload];
      const value = values[peer]?.[workload];
      if (!goal || value === undefined) continue;
      const key = `${place}.${peer}.${workload}`;
      judged[key] = { goal: goal.goal, value, met: goal.isMet(value) };
    }
  }
  return judged;
}

import { atLeast, type Goal } from '../report.js';
import type { WorkloadName } from './workloads.js';

type PerWorkload = Partial<Record<WorkloadName, Goal>>;

const all = (goal: Goal): PerWorkload => ({ W1: goal, W2: goal, W3: goal });

/** Ours to theirs in requests per second, with nothing answered from a cache. */
export const ratioGoals: Readonly<Record<string, PerWorkload>> = {
  hive: { W1: atLeast(12), W2: atLeast(7.5), W3: atLeast(14) },
  mercurius: { W1: atLeast(2.7), W2: atLeast(4.7), W3: atLeast(2.5) },
  grafbase: { W1: atLeast(2.4), W2: atLeast(1.3), W3: atLeast(1.6) },
  rawProxy: { W1: atLeast(0.8) },
  handWrittenJoin: { W2: atLeast(0.95) },
};

/** The same with our cache of whole answers, which is what canned bytes are compared with. */
export const cachedRatioGoals: Readonly<Record<string, PerWorkload>> = {
  canned: all(atLeast(0.8)),
};

/** The latency that 99 of 100 requests do not exceed: theirs to ours. */
export const p99Goals: Readonly<Record<string, PerWorkload>> = { grafbase: all(atLeast(1)) };

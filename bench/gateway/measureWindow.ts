import { busyMs } from '../processes/coreUse.js';
import { cpuMs, rssMb } from '../processes/processUse.js';
import { processTree } from '../processes/processTree.js';
import { runWrk, type Load } from './load/runWrk.js';
import { timeFixedLoop } from './load/timeFixedLoop.js';

/** What one system did in one window of time. */
export interface Window {
  readonly rps: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** User and system time of the process, its threads and its children, microseconds for each request. */
  readonly cpuUs: number;
  readonly rssMb: number;
  /** The share of one core that load generator and subgraphs used together. */
  readonly loadShare: number;
  /** The share of its core that the system had. */
  readonly ownShare: number;
  /** The share of that core that somebody else used meanwhile. */
  readonly othersShare: number;
  readonly failures: number;
  /** The fixed loop before and after, the slower of the two. */
  readonly loopMs: number;
}

export async function measureWindow(options: {
  url: string;
  pid: number;
  subgraphsPid: number;
  load: Load;
  durationS: number;
  core: string | undefined;
}): Promise<Window> {
  const { url, pid, subgraphsPid, load, durationS, core } = options;
  const loopBeforeMs = timeFixedLoop(core);
  const coreBusyMs = () => (core === undefined ? 0 : busyMs(core));
  const before = { own: cpuOf(pid), subgraphs: cpuOf(subgraphsPid), core: coreBusyMs() };
  const { requests, tookUs, failures, p50Us, p99Us, cpuS } = await runWrk(url, load, durationS);
  const ownMs = cpuOf(pid) - before.own;
  const othersMs = coreBusyMs() - before.core - ownMs;
  const loadMs = cpuOf(subgraphsPid) - before.subgraphs + cpuS * 1_000;
  const tookMs = tookUs / 1_000;
  return {
    rps: (requests * 1_000) / tookMs,
    p50Ms: p50Us / 1_000,
    p99Ms: p99Us / 1_000,
    cpuUs: (ownMs * 1_000) / requests,
    rssMb: sum(processTree(pid).map(rssMb)),
    loadShare: loadMs / tookMs,
    ownShare: ownMs / tookMs,
    othersShare: Math.max(0, othersMs / tookMs),
    failures,
    loopMs: Math.max(loopBeforeMs, timeFixedLoop(core)),
  };
}

function cpuOf(pid: number): number {
  return sum(processTree(pid).map(cpuMs));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

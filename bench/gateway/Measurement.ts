import { median } from '../load/statistics.js';
import type { Window } from './measureWindow.js';

/** The medians of the windows of one system and workload. */
export interface Measurement {
  readonly rps: number;
  readonly p50: number;
  readonly p99: number;
  readonly cpuUs: number;
  readonly rss: number;
  readonly loadShare: number;
  readonly ownShare: number;
  readonly othersShare: number;
  readonly failures: number;
  /** Lowest and highest requests per second. */
  readonly spread: readonly [number, number];
  readonly windows: number;
  /** Windows that do not count: the machine was slower than usual, or somebody else was on the core. */
  readonly dropped: number;
}

/** By how much the fixed loop may be slower than usual before a window is dropped. */
const slowestLoop = 1.15;
/** The most of the core that somebody else may have had. */
const othersMost = 0.1;

/** @param usualLoopMs the fixed loop, at the machine's usual */
export function measurementOf(windows: readonly Window[], usualLoopMs: number): Measurement {
  const calm = windows.filter(
    ({ loopMs, othersShare }) => loopMs <= usualLoopMs * slowestLoop && othersShare <= othersMost,
  );
  // With nothing calm, all there is must do, and `dropped` says so.
  const kept = calm.length > 0 ? calm : windows;
  const middle = (of: (window: Window) => number) => median(kept.map(of));
  const rates = kept.map(({ rps }) => rps);
  return {
    rps: middle(({ rps }) => rps),
    p50: middle(({ p50Ms }) => p50Ms),
    p99: middle(({ p99Ms }) => p99Ms),
    cpuUs: middle(({ cpuUs }) => cpuUs),
    rss: middle((window) => window.rssMb),
    loadShare: middle(({ loadShare }) => loadShare),
    ownShare: middle(({ ownShare }) => ownShare),
    othersShare: middle(({ othersShare }) => othersShare),
    failures: windows.reduce((total, { failures }) => total + failures, 0),
    spread: [Math.min(...rates), Math.max(...rates)],
    windows: windows.length,
    dropped: windows.length - calm.length,
  };
}

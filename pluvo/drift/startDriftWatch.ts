import { systemSleep } from '../../platform/clock.js';
import type { ReadyDetail } from '../../platform/http/health.js';
import type { Closings } from '../../platform/lifecycle.js';
import type { PluvoConfig } from '../config.js';
import { DriftWatch, type DriftWatchOptions } from './DriftWatch.js';

/** Starts the watch of a process, which ends with its closings; returns what it shows. */
export function startDriftWatch(
  config: PluvoConfig,
  tools: Omit<DriftWatchOptions, 'intervalMs' | 'sleep' | 'random'> & { closings: Closings },
): ReadyDetail {
  const { closings, ...options } = tools;
  const watch = new DriftWatch({
    ...options,
    intervalMs: config.pluvoSchemaCheckMs,
    sleep: systemSleep,
    random: Math.random,
  });
  watch.start();
  closings.add(() => watch.stop());
  return watch.detail;
}

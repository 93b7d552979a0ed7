import { cpus, loadavg } from 'node:os';

/** Where a report comes from. */
export function describeMachine() {
  return {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    node: process.version,
    loadAverageBefore: loadavg()[0],
  };
}

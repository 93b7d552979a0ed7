import { writeFileSync } from 'node:fs';
import { median } from '../load/statistics.js';
import { countFetches, expectAnswers } from './ask.js';
import type { Measurements } from './compare.js';
import { runWrk } from './load/runWrk.js';
import { measurementOf } from './Measurement.js';
import { measureWindow, type Window } from './measureWindow.js';
import type { Options } from './options.js';
import type { Counts, Subgraphs } from './startSubgraphs.js';
import type { Ground } from './systems/Ground.js';
import type { System } from './systems/systems.js';
import { bodiesOf, workloads, type WorkloadName } from './workloads.js';

/** What came of all rounds. */
export interface Outcome {
  readonly measured: Measurements;
  /** By system: what one operation of W4 asks of the subgraphs. */
  readonly fetches: Readonly<Record<string, Counts>>;
  /** By system and workload: why it could not be measured. */
  readonly failed: Readonly<Record<string, string>>;
}

/** One system at a time, in steady state; the list as it is, then in reverse order, and so on. */
export async function runRounds(
  ground: Ground,
  subgraphs: Subgraphs,
  options: Options,
  tell: (line: string) => void,
): Promise<Outcome> {
  const windows = new Map<string, Partial<Record<WorkloadName, Window[]>>>();
  const fetches: Record<string, Counts> = {};
  const failed: Record<string, string> = {};

  for (let round = 0; round < options.rounds; round += 1) {
    const order = round % 2 === 0 ? options.systems : options.systems.toReversed();
    for (const system of order) {
      const perWorkload = windows.get(system.name) ?? {};
      windows.set(system.name, perWorkload);
      await attempt(system.name, () => measure(system, perWorkload));
    }
  }
  const allWindows = [...windows.values()].flatMap((each) => Object.values(each).flat());
  const usualLoopMs = median(allWindows.map(({ loopMs }) => loopMs));
  const measured = [...windows].map(([name, perWorkload]) => [
    name,
    Object.fromEntries(
      Object.entries(perWorkload).map(([workload, all]) => [
        workload,
        measurementOf(all, usualLoopMs),
      ]),
    ),
  ]);
  // The keys are those of the windows; the library's type says only string.
  return { measured: Object.fromEntries(measured) as Measurements, fetches, failed };

  async function measure(system: System, perWorkload: Partial<Record<WorkloadName, Window[]>>) {
    const running = await system.start(ground);
    const url = `${running.url}/graphql`;
    try {
      for (const name of options.workloads.filter((each) => system.workloads.includes(each))) {
        await attempt(`${system.name}.${name}`, async () => {
          await expectAnswers(url, name);
          if (name === 'W4') fetches[system.name] = await countFetches(url, name, subgraphs);
          const bodiesFile = `${ground.folder}/${name}.txt`;
          writeFileSync(bodiesFile, bodiesOf(workloads[name]).join('\n'));
          const load = { kind: 'rotate', bodiesFile } as const;
          await runWrk(url, load, options.warmUpS);
          for (let count = 0; count < options.windows; count += 1) {
            const window = await measureWindow({
              ...{ url, pid: running.pid, subgraphsPid: subgraphs.pid, load },
              ...{ durationS: options.windowS, core: ground.core },
            });
            perWorkload[name] = [...(perWorkload[name] ?? []), window];
            tell(`${system.name} ${name}: ${lineOf(window)}`);
          }
          await expectAnswers(url, name);
        });
      }
    } finally {
      await running.stop();
    }
  }

  /** A peer that does not start here, or answers wrongly, must not cost the figures of the others. */
  async function attempt(what: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      failed[what] = String(error);
      tell(`${what} failed: ${String(error)}`);
    }
  }
}

function lineOf({ rps, p50Ms, p99Ms, cpuUs, rssMb, ...window }: Window): string {
  const { ownShare, othersShare, loadShare, loopMs } = window;
  const of = (value: number) => String(Math.round(value));
  return [
    `${of(rps)} requests/s, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, ${of(cpuUs)} µs CPU, ${of(rssMb)} MB`,
    `(core: own ${of(ownShare * 100)} %, others ${of(othersShare * 100)} %; load ${of(loadShare * 100)} %; loop ${of(loopMs)} ms)`,
  ].join(' ');
}

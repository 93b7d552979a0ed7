import { parseArgs } from 'node:util';
import { systems, type System } from './systems/systems.js';
import { workloadNames, type WorkloadName } from './workloads.js';

/** What a run measures, and for how long. */
export interface Options {
  readonly json: boolean;
  readonly systems: readonly System[];
  readonly workloads: readonly WorkloadName[];
  readonly rounds: number;
  readonly warmUpS: number;
  readonly windowS: number;
  readonly windows: number;
}

/** @throws Error that says what can be asked for */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      workloads: { type: 'string', default: workloadNames.join() },
      peers: { type: 'string' },
      rounds: { type: 'string' },
    },
  });
  const peers = [...new Set(systems.flatMap(({ peer }) => peer ?? []))];
  const chosen = choice('--peers', values.peers ?? peers.join(), peers);
  const { quick } = values;
  return {
    json: values.json,
    systems: systems.filter(({ peer }) => peer === undefined || chosen.includes(peer)),
    workloads: choice('--workloads', values.workloads, workloadNames),
    rounds: Number(values.rounds ?? (quick ? 1 : 3)),
    warmUpS: quick ? 3 : 9,
    windowS: quick ? 2 : 4,
    windows: 2,
  };
}

function choice<Name extends string>(flag: string, given: string, names: readonly Name[]): Name[] {
  const wanted = given.split(',').filter(Boolean);
  const unknown = wanted.filter((name) => !names.some((known) => known === name));
  if (unknown.length > 0)
    throw new Error(`${flag}: expected some of ${names.join()}; got ${unknown.join()}.`);
  return names.filter((name) => wanted.includes(name));
}

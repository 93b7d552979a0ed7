import { loadavg } from 'node:os';
import { Closings } from '../platform/lifecycle.js';
import { compare } from './gateway/compare.js';
import { openGround } from './gateway/openGround.js';
import { readOptions } from './gateway/options.js';
import { runRounds } from './gateway/runRounds.js';
import { describeMachine } from './processes/describeMachine.js';
import { readable } from './report.js';

// npm run bench:gateway: our gateway beside others, and beside what no gateway can exceed; docs/benchmarks.md.
const options = readOptions(process.argv.slice(2));
const startedMs = performance.now();
const machine = describeMachine();
const closings = new Closings();
try {
  const { ground, subgraphs } = await openGround(closings);
  const { measured, fetches, failed } = await runRounds(ground, subgraphs, options, tell);
  const { goals, ...ratios } = compare(measured);
  const { rounds, warmUpS, windowS, windows } = options;
  const report = {
    ...ratios,
    ...{ systems: measured, fetches, failed, goals },
    method: { rounds, warmUpS, windowS, windows },
    machine: { ...machine, pinned: ground.core !== undefined, loadAverageAfter: loadavg()[0] },
    tookS: Math.round((performance.now() - startedMs) / 1_000),
  };
  for (const [name, { goal, value, met }] of Object.entries(goals))
    tell(`${met ? '✓' : '✗'} ${name}: ${value.toPrecision(3)} (goal: ${goal})`);
  if (options.json) console.log(JSON.stringify(readable(report)));
} finally {
  await closings.run();
}

/** The last line of the output is the report, so all else goes elsewhere. */
function tell(line: string): void {
  console.error(line);
}

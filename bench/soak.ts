import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Closings } from '../platform/lifecycle.js';
import { runWrk } from './gateway/load/runWrk.js';
import { openGround } from './gateway/openGround.js';
import { startOurs } from './gateway/systems/systems.js';
import { bodiesOf, workloadNames, workloads } from './gateway/workloads.js';
import { fillMemory } from './memory/fillMemory.js';
import { watchMemory } from './memory/watchMemory.js';
import { describeMachine } from './processes/describeMachine.js';
import { atMost, exactly, linesOf, readable, reportOf } from './report.js';

// npm run soak: the gateway under full load for a long time, all workloads mixed; docs/benchmarks.md.
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '600' },
  },
});
const seconds = Number(values.seconds);
const machine = describeMachine();
const closings = new Closings();
try {
  const { ground } = await openGround(closings);
  const gateway = await startOurs(ground, 'uncached');
  closings.add(() => gateway.stop());
  const bodiesFile = `${ground.folder}/mixed.txt`;
  const [first, ...others] = workloadNames.map((name) => bodiesOf(workloads[name]));
  const mixed = first?.flatMap((body, n) => [body, ...others.map((each) => each[n] ?? '')]) ?? [];
  writeFileSync(bodiesFile, mixed.join('\n'));
  await fillMemory(gateway.url);
  const { result, memory } = await watchMemory(gateway.pid, () =>
    runWrk(`${gateway.url}/graphql`, { kind: 'rotate', bodiesFile }, seconds),
  );
  const { requests, failures, p50Us, p99Us } = result;
  const report = {
    ...reportOf(
      { rssGrowthMb: atMost(32), failures: exactly(0) },
      { rssGrowthMb: memory.rssGrowthMb, failures },
    ),
    details: { seconds, requests, p50: p50Us / 1_000, p99: p99Us / 1_000, ...memory },
    machine,
  };
  for (const line of linesOf(report)) console.error(line);
  if (values.json) console.log(JSON.stringify(readable(report)));
} finally {
  await closings.run();
}

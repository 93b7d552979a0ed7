import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Closings } from '../platform/lifecycle.js';
import { expectAnswers } from './gateway/ask.js';
import { runWrk } from './gateway/load/runWrk.js';
import { openGround } from './gateway/openGround.js';
import { startOurs } from './gateway/systems/systems.js';
import { bodiesOf, workloadNames, workloads } from './gateway/workloads.js';
import { freePort } from './processes/freePort.js';
import { nodeEnvironment } from './processes/image.js';
import { Inspector } from './profile/Inspector.js';
import { selfTimes } from './profile/selfTimes.js';

// npm run bench:profile: in which functions our gateway spends its time under a workload; docs/benchmarks.md.
const { values } = parseArgs({
  options: {
    workload: { type: 'string', default: 'W1' },
    /** With the cache of answers and the sharing of what is in flight on. */
    cached: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '6' },
    top: { type: 'string', default: '30' },
    /** Where the profile goes, for Chrome's developer tools or speedscope. */
    out: { type: 'string' },
  },
});
const name = workloadNames.find((each) => each === values.workload);
if (!name) throw new Error(`--workload: expected one of ${workloadNames.join()}.`);
const closings = new Closings();
try {
  const { ground } = await openGround(closings);
  const inspectPort = await freePort();
  const gateway = await startOurs(ground, values.cached ? 'cached' : 'uncached', {
    NODE_OPTIONS: `${nodeEnvironment['NODE_OPTIONS'] ?? ''} --inspect=127.0.0.1:${String(inspectPort)}`,
  });
  closings.add(() => gateway.stop());
  const url = `${gateway.url}/graphql`;
  await expectAnswers(url, name);
  const bodiesFile = `${ground.folder}/${name}.txt`;
  writeFileSync(bodiesFile, bodiesOf(workloads[name]).join('\n'));
  const load = { kind: 'rotate', bodiesFile } as const;
  await runWrk(url, load, Number(values.seconds));
  const inspector = await Inspector.of(inspectPort);
  await inspector.ask('Profiler.enable');
  await inspector.ask('Profiler.setSamplingInterval', { interval: 500 });
  await inspector.ask('Profiler.start');
  const { requests } = await runWrk(url, load, Number(values.seconds));
  const { profile } = (await inspector.ask('Profiler.stop')) as { profile: unknown };
  inspector.stop();
  if (values.out !== undefined) writeFileSync(values.out, JSON.stringify(profile));
  console.log(`${name}: ${String(requests)} requests`);
  for (const { where, share } of selfTimes(profile).slice(0, Number(values.top)))
    console.log(`${(share * 100).toFixed(1).padStart(5)} %  ${where}`);
} finally {
  await closings.run();
}

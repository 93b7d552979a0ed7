import { parseArgs } from 'node:util';
import { request } from 'undici';
import { Closings } from '../platform/lifecycle.js';
import { runWrk } from './gateway/load/runWrk.js';
import { openGround } from './gateway/openGround.js';
import { startOurs } from './gateway/systems/systems.js';
import { watchMemory } from './memory/watchMemory.js';
import { describeMachine } from './processes/describeMachine.js';
import { atMost, exactly, linesOf, readable, reportOf } from './report.js';

// npm run bench:memory: operations that are never asked twice must cost no more memory than the bound; docs/benchmarks.md.
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    operations: { type: 'string', default: '1000000' },
  },
});
const wanted = Number(values.operations);
const document = 'query Q# { user(id: \\"user-7\\") { name email_#: email } }';
const template = `{"query":"${document}"}`;
const chunkS = 10;
/** More than are sent in one chunk: numbers never repeat. */
const stride = 10_000_000;
const machine = describeMachine();
const closings = new Closings();
try {
  const { ground } = await openGround(closings);
  const gateway = await startOurs(ground, 'cached');
  closings.add(() => gateway.stop());
  const { result, memory } = await watchMemory(gateway.pid, askAll);
  const report = {
    ...reportOf(
      { rssGrowthMb: atMost(64), failures: exactly(0) },
      { rssGrowthMb: memory.rssGrowthMb, failures: result.failures },
    ),
    details: { ...result, ...memory },
    machine,
  };
  for (const line of linesOf(report)) console.error(line);
  if (values.json) console.log(JSON.stringify(readable(report)));

  async function askAll() {
    let operations = 0;
    let failures = 0;
    for (let chunk = 1; operations < wanted; chunk += 1) {
      const load = { kind: 'distinct', template, from: chunk * stride } as const;
      const told = await runWrk(`${gateway.url}/graphql`, load, chunkS);
      operations += told.requests;
      failures += told.failures;
      await plannedAll(chunk * stride - 1);
      console.error(`${String(operations)} operations, ${String(failures)} failures`);
    }
    return { operations, failures };
  }

  /**
   * Resolves when an operation is planned that comes after all others. What wrk breaks off at its end is planned as well, and
   * counts meanwhile against what one caller may have waiting.
   */
  async function plannedAll(number: number): Promise<void> {
    const body = template.replaceAll('#', String(number));
    const headers = { 'content-type': 'application/json' };
    for (let isPlanned = false; !isPlanned;) {
      const answer = await request(`${gateway.url}/graphql`, { method: 'POST', headers, body });
      await answer.body.dump();
      isPlanned = answer.statusCode === 200;
    }
  }
} finally {
  await closings.run();
}

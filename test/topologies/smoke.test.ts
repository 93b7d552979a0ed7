import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { callerToken, describeBothTopologies, type Topology } from '../support/topologies.js';

const reportSchema = z.object({
  ok: z.boolean(),
  steps: z.array(z.object({ name: z.string(), ok: z.boolean() })),
});

describeBothTopologies('The smoke test', (start) => {
  let topology: Topology;
  beforeAll(async () => {
    topology = await start();
  }, 60_000);
  afterAll(() => topology.stop());

  test('tells its whole story against a real graph, and can do so again', async () => {
    const flags = ['--url', topology.url, '--token', callerToken, '--json'];
    for (let times = 0; times < 2; times += 1) {
      const { stdout } = await promisify(execFile)('npm', ['run', '-s', 'smoke', '--', ...flags]);
      const { ok, steps } = reportSchema.parse(JSON.parse(stdout));
      expect(steps.filter((step) => !step.ok)).toEqual([]);
      expect([ok, steps.length]).toEqual([true, 12]);
    }
  });
});

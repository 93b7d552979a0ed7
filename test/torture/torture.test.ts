import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runTorture } from '../../torture/runTorture.js';
import { describeSeparately } from '../support/topologies.js';

describeSeparately('When everything is killed, cut off and faulty at once', () => {
  test.each(['exactly once', randomUUID()])(
    'nobody gets two certificates, nobody loses one, and every answer is true: seed %s',
    async (seed) => {
      const folder = fileURLToPath(new URL(`../../.data/torture/${randomUUID()}`, import.meta.url));
      const told: string[] = [];
      const report = await runTorture({
        seconds: 10,
        seed,
        folder,
        tell: (line) => told.push(line),
      });
      const { doubles, lost, lied, stuck, sends } = report;
      expect({ doubles, lost, lied, stuck, told }).toMatchObject({
        doubles: 0,
        lost: 0,
        lied: 0,
        stuck: 0,
      });
      expect(sends).toBeGreaterThan(0);
      // Kept if it fails: the logs are what the cause is found in.
      await rm(folder, { recursive: true });
    },
    240_000,
  );
});

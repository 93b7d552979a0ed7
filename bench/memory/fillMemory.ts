import { request } from 'undici';
import { runWrk } from '../gateway/load/runWrk.js';

const chunkS = 10;
const collections = /^nodejs_gc_duration_seconds_count\{.*kind="major".*\} (\d+)$/m;
const document = 'query Fill# { user(id: \\"user-7\\") { name email_#: email } }';

/**
 * Asks operations that all differ until V8 has collected the old generation twice. Before, it lets memory grow, however little
 * is in use, to what the image allows; from then on it is as high as it will be.
 */
export async function fillMemory(gatewayUrl: string): Promise<void> {
  const enough = (await countCollections(gatewayUrl)) + 2;
  for (let from = 0; (await countCollections(gatewayUrl)) < enough; from += 10_000_000)
    await runWrk(
      `${gatewayUrl}/graphql`,
      { kind: 'distinct', template: `{"query":"${document}"}`, from },
      chunkS,
    );
}

async function countCollections(gatewayUrl: string): Promise<number> {
  const { body } = await request(`${gatewayUrl}/metrics`);
  const [, count = '0'] = collections.exec(await body.text()) ?? [];
  return Number(count);
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { request } from 'undici';
import { z } from 'zod';
import { createLogger } from '../../platform/log.js';
import { createMetrics } from '../../platform/metrics.js';
import { createSandbox } from '../../pluvo/sandbox/createSandbox.js';
import { defaultTraits } from '../../pluvo/sandbox/options.js';

const resultSchema = z.object({ recipients: z.number(), cpuMs: z.number() });

/** CPU time for each recipient of a program that only calls Pluvo, without a rate limit, in milliseconds. */
export async function measureBare(people: number, chunkSize: number): Promise<number> {
  const sandbox = createSandbox({
    users: people * 2,
    logger: createLogger({ name: 'sandbox', level: 'silent' }),
    metrics: createMetrics(),
  });
  const listening = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  const { url } = listening;
  try {
    const environment = {
      PATH: process.env['PATH'] ?? '',
      NODE_ENV: 'production',
      PLUVO_URL: url,
      PLUVO_TOKEN: await token(url),
      CERTIFICATE_ID: sandbox.firstCertificateId,
      PEOPLE: String(people),
      CHUNK_SIZE: String(chunkSize),
    };
    const program = ['--import', 'tsx', 'bench/processes/bareIssuing.ts'];
    const { stdout } = await promisify(execFile)(process.execPath, program, { env: environment });
    const { recipients, cpuMs } = resultSchema.parse(JSON.parse(stdout));
    return cpuMs / recipients;
  } finally {
    await listening.stop();
  }
}

async function token(url: string): Promise<string> {
  const { body } = await request(`${url}/oauth/token/`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: defaultTraits.clientId,
      client_secret: defaultTraits.clientSecret,
      scope: 'users.read trainings.read trainings.write',
    }).toString(),
  });
  return z.object({ access_token: z.string() }).parse(await body.json()).access_token;
}

import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ConfigError } from '../../../platform/config.js';
import type { Listening } from '../../../platform/http/listen.js';
import { readSandboxConfig } from '../../../pluvo/sandbox/config.js';
import { startSandbox } from '../../../pluvo/sandbox/main.js';
import { defaultTraits } from '../../../pluvo/sandbox/options.js';

let running: Listening | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

test('the process serves with nothing configured but a free port, and sizes given by flags', async () => {
  const environment = { LOG_LEVEL: 'silent', SANDBOX_PORT: '0', SANDBOX_LATENCY_MS: '0' };
  running = await startSandbox(environment, ['--users', '1000000', '--certificates', '70']);
  const { clientId, clientSecret } = defaultTraits;
  const answer = await fetch(`${running.url}/oauth/token/`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  const token = z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
  const counts = await fetch(`${running.url}/graphql/`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ certificates { count } paginatedUsers { count } }' }),
  });
  expect(await counts.json()).toEqual({
    data: { certificates: { count: 70 }, paginatedUsers: { count: 1_000_000 } },
  });
});

describe('configuration', () => {
  test('has a default for everything', () => {
    expect(readSandboxConfig({}, [])).toMatchObject({
      port: 4003,
      users: 5_000,
      certificates: 240,
      clientId: 'sandbox',
      tokenTtlS: 86_400,
      rateLimitPerS: 0,
    });
  });

  test('takes flags over variables', () => {
    const args = ['--port', '5', '--seed', 'flag', '--users', '7', '--latency-ms', '9'];
    expect(readSandboxConfig({ SANDBOX_PORT: '1', SANDBOX_USERS: '2' }, args)).toMatchObject({
      port: 5,
      seed: 'flag',
      users: 7,
      latencyMs: 9,
    });
  });

  test('tells every problem at once', () => {
    const wrong = { SANDBOX_USERS: '1', SANDBOX_RETRY_AFTER: 'maybe' };
    const read = () => readSandboxConfig(wrong, ['--certificates', 'many']);
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/SANDBOX_USERS[^]*SANDBOX_CERTIFICATES[^]*SANDBOX_RETRY_AFTER/);
  });

  test.each([[['--user', '7']], [['extra']], [['--users']]])('refuses the flags %j', (args) => {
    expect(() => readSandboxConfig({}, args)).toThrow(ConfigError);
  });
});

import { parseArgs } from 'node:util';
import { z } from 'zod';
import {
  ConfigError,
  kinds,
  readSettings,
  setting,
  type Environment,
  type Values,
} from '../../platform/config.js';
import { processSettings } from '../../platform/processSettings.js';
import { knownScopes } from './oauth/scopes.js';
import { defaultTraits as defaults } from './options.js';
import { configuredSubscriptions } from './webhooks/Subscription.js';

const scope = z.enum(knownScopes, `expected one of ${knownScopes.join(', ')}`);

/** What the process of the sandbox reads. */
export const sandboxSettings = {
  ...processSettings,
  port: setting('SANDBOX_PORT', kinds.port.default(4003), 'Port of the sandbox; 0 for any free.'),
  users: setting(
    'SANDBOX_USERS',
    kinds.whole(2, 1_000_000).default(defaults.users),
    'How many people the pretend organization has. More do not take more memory.',
  ),
  certificates: setting(
    'SANDBOX_CERTIFICATES',
    kinds.whole(1, 1_000_000).default(defaults.certificates),
    'How many certificate templates it has.',
  ),
  seed: setting(
    'SANDBOX_SEED',
    kinds.text.default(defaults.seed),
    'All data of the sandbox follows from this text.',
  ),
  clientId: setting(
    'SANDBOX_CLIENT_ID',
    kinds.text.default(defaults.clientId),
    'Client id of the one API client it knows.',
  ),
  clientSecret: setting(
    'SANDBOX_CLIENT_SECRET',
    kinds.text.default(defaults.clientSecret),
    'Client secret of that API client. The default is public: the sandbox guards pretend data.',
    { secret: true },
  ),
  certificatesReadScope: setting(
    'SANDBOX_CERTIFICATES_READ_SCOPE',
    scope.default(defaults.certificatesReadScope),
    'Scope that reading certificates and portfolio items needs.',
  ),
  certificatesWriteScope: setting(
    'SANDBOX_CERTIFICATES_WRITE_SCOPE',
    scope.default(defaults.certificatesWriteScope),
    'Scope that issuing certificates needs.',
  ),
  tokenTtlS: setting(
    'SANDBOX_TOKEN_TTL_S',
    kinds.whole(1, 31_536_000).default(defaults.tokenTtlS),
    'How long its access tokens last, in seconds.',
  ),
  latencyMs: setting(
    'SANDBOX_LATENCY_MS',
    kinds.whole(0, 60_000).default(defaults.latencyMs),
    'Added to each request of its API, in milliseconds.',
  ),
  rateLimitPerS: setting(
    'SANDBOX_RATE_LIMIT_PER_S',
    kinds.whole(0, 1_000_000).default(defaults.rateLimitPerS),
    'GraphQL requests that one API client may make a second, above which it answers 429; 0 for no limit.',
  ),
  sendsRetryAfter: setting(
    'SANDBOX_RETRY_AFTER',
    kinds.flag.default(defaults.sendsRetryAfter),
    'Whether such a 429 carries Retry-After.',
  ),
  mostUserIds: setting(
    'SANDBOX_MAX_USER_IDS',
    kinds.whole(1, 1_000_000).default(defaults.mostUserIds),
    'How many userIds one generateCertificate takes.',
  ),
  webhooks: setting(
    'SANDBOX_WEBHOOKS',
    configuredSubscriptions.default([]),
    'Where to send which webhooks from the start, as a JSON array of {"url", "key", "events"}; all events without `events`.',
    { secret: true },
  ),
  file: setting(
    'SANDBOX_FILE',
    kinds.text.optional(),
    'File that keeps what was issued and who was changed over restarts; absent: forgotten at the end.',
  ),
};

export type SandboxConfig = Values<typeof sandboxSettings>;

/** Flags that stand for a variable of the environment, and win over it. */
const flags = {
  users: sandboxSettings.users.env,
  certificates: sandboxSettings.certificates.env,
  seed: sandboxSettings.seed.env,
  port: sandboxSettings.port.env,
  'latency-ms': sandboxSettings.latencyMs.env,
} as const;

/** @throws ConfigError with every wrong variable, or the first wrong flag. */
export function readSandboxConfig(
  environment: Environment,
  args: readonly string[],
): SandboxConfig {
  return readSettings(sandboxSettings, { ...environment, ...readFlags(args) });
}

function readFlags(args: readonly string[]): Environment {
  const options = Object.fromEntries(
    Object.keys(flags).map((flag) => [flag, { type: 'string' as const }]),
  );
  try {
    const { values } = parseArgs({ args: [...args], options });
    const given = Object.entries(flags).filter(([flag]) => values[flag] !== undefined);
    return Object.fromEntries(given.map(([flag, env]) => [env, String(values[flag])]));
  } catch (error) {
    // parseArgs says which argument it does not know.
    throw new ConfigError([error instanceof Error ? error.message : String(error)]);
  }
}

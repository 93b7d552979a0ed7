import { z } from 'zod';
import {
  kinds,
  readSettings,
  setting,
  type Environment,
  type Values,
} from '../../platform/config.js';
import {
  identitySecretSetting,
  processSettings,
  redisUrlSetting,
} from '../../platform/processSettings.js';
import { pluvoSettings } from '../../pluvo/config.js';
import { webhookSettings } from '../../pluvo/webhooks/config.js';
import { checkTogether, issuanceSettings } from './issuance/config.js';
import { allFailPoints } from './issuance/failPoint.js';

/** How this subgraph reads and issues, wherever it runs. */
export const issuingSettings = {
  maxPageSize: setting(
    'MAX_PAGE_SIZE',
    kinds.whole(1, 10_000).default(500),
    'The most entries one connection gives at once.',
  ),
  pageTtlMs: setting(
    'PAGE_TTL_MS',
    kinds.whole(0, 3_600_000).default(60_000),
    'How long a page of certificates is fresh, in milliseconds; after that it is served while a new one is fetched. 0: never cached.',
  ),
  portfolioTtlMs: setting(
    'PORTFOLIO_TTL_MS',
    kinds.whole(0, 3_600_000).default(30_000),
    'How long a portfolio is fresh, in milliseconds; an issuance of ours or a webhook ends it at once. 0: never cached.',
  ),
  staleTtlMs: setting(
    'STALE_TTL_MS',
    kinds.whole(1_000, 604_800_000).default(86_400_000),
    'How long a page or portfolio may still be served when nothing newer can be had from Pluvo, in milliseconds; it says so.',
  ),
  cacheMaxBytes: setting(
    'CACHE_MAX_BYTES',
    kinds.whole(1_048_576, 17_179_869_184).default(67_108_864),
    'The most the cache takes in the memory of one process, with Redis or without.',
  ),
  pluvoCursorFormat: setting(
    'PLUVO_CURSOR_FORMAT',
    z.enum(['offset', 'opaque'], 'expected offset or opaque').default('offset'),
    "Whether Pluvo's cursors hold offsets, as Graphene makes them (fewer requests), or nothing is known about them.",
  ),
  ...issuanceSettings,
};

export const certificatesSettings = {
  ...processSettings,
  port: setting(
    'CERTIFICATES_PORT',
    kinds.port.default(4_002),
    'Port of the certificates subgraph; 0 takes any free one.',
  ),
  identitySecret: identitySecretSetting,
  databaseUrl: setting(
    'CERTIFICATES_DATABASE_URL',
    kinds.url('postgres', 'postgresql', 'file'),
    'Database of the issuance ledger: postgres://… (tables in the schema certificates) or file:… for SQLite and one process. Defaults to DATABASE_URL.',
    { secret: true },
  ),
  redisUrl: redisUrlSetting,
  usersUrl: setting(
    'USERS_URL',
    kinds.url('http', 'https').default('http://127.0.0.1:4001/graphql'),
    'GraphQL address of the users subgraph.',
  ),
  subgraphTimeoutMs: setting(
    'USERS_TIMEOUT_MS',
    kinds.whole(100, 60_000).default(10_000),
    'How long the users subgraph may take to answer.',
  ),
  failPoint: setting(
    'FAIL_POINT',
    z.enum(allFailPoints, `expected one of ${allFailPoints.join(', ')}`).optional(),
    'For tests only: where in an issuance, or with a webhook, the process ends itself as kill -9 does.',
  ),
  ...pluvoSettings,
  ...webhookSettings,
  ...issuingSettings,
};

export type IssuingConfig = Values<typeof issuingSettings>;
export type CertificatesConfig = Values<typeof certificatesSettings>;

/** @throws ConfigError with every problem at once */
export function readCertificatesConfig(environment: Environment): CertificatesConfig {
  const own = environment['CERTIFICATES_DATABASE_URL']?.trim();
  const config = readSettings(certificatesSettings, {
    ...environment,
    CERTIFICATES_DATABASE_URL: own ? own : environment['DATABASE_URL'],
  });
  checkTogether(config, config);
  return config;
}

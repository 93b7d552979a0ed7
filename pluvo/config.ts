import { kinds, setting, type Values } from '../platform/config.js';
import { governorSettings } from './governor/config.js';

/** How to reach an organization's Pluvo. */
export const pluvoSettings = {
  pluvoUrl: setting(
    'PLUVO_URL',
    kinds.url('https', 'http').transform((url) => url.replace(/\/+$/, '')),
    "Address of the organization's Pluvo, for example https://acme.pluvo.com; /graphql/ and /oauth/token/ are below it.",
  ),
  pluvoClientId: setting(
    'PLUVO_CLIENT_ID',
    kinds.text,
    'Client id of the API client made in Pluvo.',
  ),
  pluvoClientSecret: setting(
    'PLUVO_CLIENT_SECRET',
    kinds.text,
    'Client secret of the API client made in Pluvo.',
    { secret: true },
  ),
  pluvoScopes: setting(
    'PLUVO_SCOPES',
    kinds.text.default('users.read trainings.read trainings.write'),
    'Scopes to ask a token for, separated by spaces. Which scope certificates need is not documented by Pluvo.',
  ),
  pluvoReadTimeoutMs: setting(
    'PLUVO_READ_TIMEOUT_MS',
    kinds.whole(100, 60_000).default(10_000),
    'How long one read of Pluvo may take, retries included.',
  ),
  pluvoSendTimeoutMs: setting(
    'PLUVO_SEND_TIMEOUT_MS',
    kinds.whole(100, 120_000).default(30_000),
    'How long to wait for the answer of a mutation before its outcome counts as unknown.',
  ),
  pluvoAnswerLimitBytes: setting(
    'PLUVO_ANSWER_LIMIT_BYTES',
    kinds.whole(65_536, 268_435_456).default(16_777_216),
    'The largest answer of Pluvo that is read: what is longer is broken off, so that it cannot fill the memory. The default is some hundred times a page, and several times the largest portfolios and the schema.',
  ),
  pluvoSchemaCheckMs: setting(
    'PLUVO_SCHEMA_CHECK_MS',
    kinds.whole(0, 604_800_000).default(21_600_000),
    "How often Pluvo's schema is compared with the fields that are used, besides once at the start; 0 never does.",
  ),
  ...governorSettings,
};

export type PluvoConfig = Values<typeof pluvoSettings>;

import { kinds, readSettings, setting, type Environment } from '../../platform/config.js';
import {
  identitySecretSetting,
  processSettings,
  redisUrlSetting,
} from '../../platform/processSettings.js';
import { pluvoSettings } from '../../pluvo/config.js';
import { webhookSettings } from '../../pluvo/webhooks/config.js';

export const usersPageSettings = {
  defaultPageSize: setting(
    'USERS_DEFAULT_PAGE_SIZE',
    kinds.whole(1, 10_000).default(50),
    'People on a page for which neither first nor last is given.',
  ),
  maxPageSize: setting(
    'USERS_MAX_PAGE_SIZE',
    kinds.whole(1, 10_000).default(500),
    'The most people on one page.',
  ),
  syncBudgetMs: setting(
    'USERS_SYNC_BUDGET_MS',
    kinds.whole(0, 600_000).default(15_000),
    'How long one syncUsers reads from Pluvo before it answers that there is more.',
  ),
};

/** Everything the users process reads from its environment. */
export const usersSettings = {
  ...processSettings,
  port: setting(
    'USERS_PORT',
    kinds.port.default(4001),
    'Port of the users subgraph; 0 takes any free one.',
  ),
  databaseUrl: setting(
    'USERS_DATABASE_URL',
    kinds.url('postgres', 'postgresql', 'file'),
    'Database of the directory of people: postgres://… (tables in the schema users) or file:… for SQLite and one process. Defaults to DATABASE_URL.',
    { secret: true },
  ),
  identitySecret: identitySecretSetting,
  redisUrl: redisUrlSetting,
  ...pluvoSettings,
  ...webhookSettings,
  ...usersPageSettings,
};

/** @throws ConfigError listing every problem. */
export function readUsersConfig(environment: Environment) {
  const own = environment['USERS_DATABASE_URL']?.trim();
  return readSettings(usersSettings, {
    ...environment,
    USERS_DATABASE_URL: own === '' || own === undefined ? environment['DATABASE_URL'] : own,
  });
}

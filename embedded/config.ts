import { frontDoorSettings } from '../gateway/config.js';
import {
  kinds,
  readSettings,
  readTogether,
  setting,
  type Environment,
} from '../platform/config.js';
import { processSettings, redisUrlSetting } from '../platform/processSettings.js';
import { pluvoSettings } from '../pluvo/config.js';
import { readSandboxConfig, sandboxSettings } from '../pluvo/sandbox/config.js';
import { webhookSettings } from '../pluvo/webhooks/config.js';
import { issuingSettings } from '../subgraphs/certificates/config.js';
import { checkTogether } from '../subgraphs/certificates/issuance/config.js';
import { usersPageSettings } from '../subgraphs/users/config.js';

/** What everything in one process reads, besides the settings of its parts. Each choice is made by a variable's presence. */
export const embeddedSettings = {
  port: setting('PORT', kinds.port.default(4000), 'Port of the gateway; 0 takes any free one.'),
  sandboxPort: sandboxSettings.port,
  folder: setting(
    'DATA_FOLDER',
    kinds.text.default('.data'),
    'Folder of the SQLite files, of what the sandbox remembers, and of the operations that were asked for most, which the next start prepares.',
  ),
  databaseUrl: setting(
    'DATABASE_URL',
    kinds.url('postgres', 'postgresql').optional(),
    'PostgreSQL for the directory and the ledger, instead of SQLite files in DATA_FOLDER.',
    { secret: true },
  ),
  redisUrl: redisUrlSetting,
  logLevel: {
    ...processSettings.logLevel,
    schema: processSettings.logLevel.schema.unwrap().default('warn'),
  },
  logFormat: processSettings.logFormat,
  bodyLimitBytes: processSettings.bodyLimitBytes,
  depthLimit: frontDoorSettings.depthLimit,
  aliasLimit: frontDoorSettings.aliasLimit,
  tokenLimit: frontDoorSettings.tokenLimit,
  answerCacheMaxBytes: frontDoorSettings.answerCacheMaxBytes,
};

/**
 * Settings of the embedded mode. With PLUVO_URL the real Pluvo is used, and its credentials are required; without it
 * there is the sandbox.
 * @throws ConfigError with every problem at once
 */
export function readEmbeddedConfig(environment: Environment) {
  const { pluvoUrl, pluvoClientId, pluvoClientSecret, ...tuning } = pluvoSettings;
  const access = { pluvoUrl, pluvoClientId, pluvoClientSecret };
  const isReal = Boolean(environment[pluvoUrl.env]?.trim());
  const { own, ...parts } = readTogether({
    own: () => readSettings(embeddedSettings, environment),
    pluvoTuning: () => readSettings(tuning, environment),
    upstream: () =>
      isReal
        ? { kind: 'real' as const, access: readSettings(access, environment) }
        : { kind: 'pretend' as const, sandbox: readSandboxConfig(environment, []) },
    webhooks: () => readSettings(webhookSettings, environment),
    users: () => readSettings(usersPageSettings, environment),
    issuing: () => readSettings(issuingSettings, environment),
  });
  checkTogether(parts.issuing, parts.pluvoTuning);
  return { ...own, ...parts };
}

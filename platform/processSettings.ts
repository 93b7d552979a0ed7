import { z } from 'zod';
import { kinds, setting } from './config.js';

/** What every process of ours reads. */
export const processSettings = {
  host: setting(
    'HOST',
    kinds.text.default('127.0.0.1'),
    'Address to listen on. The default is reached from this machine only; containers set 0.0.0.0.',
  ),
  logLevel: setting(
    'LOG_LEVEL',
    z
      .enum(
        ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
        'expected trace, debug, info, warn, error or silent',
      )
      .default('info'),
    'The least important lines to log.',
  ),
  logFormat: setting(
    'LOG_FORMAT',
    z.enum(['auto', 'json', 'pretty'], 'expected auto, json or pretty').default('auto'),
    'How to log: json, pretty for a person, or auto: pretty in a terminal, else json.',
  ),
  bodyLimitBytes: setting(
    'BODY_LIMIT_BYTES',
    kinds.whole(1_024, 104_857_600).default(8_388_608),
    'The largest request body that is read. The default lets 100000 e-mail addresses of 80 characters pass.',
  ),
};

/** The secret with which the gateway vouches for callers towards subgraphs: the same in all three. */
export const identitySecretSetting = setting(
  'IDENTITY_SECRET',
  kinds.secret,
  'Secret shared by gateway and subgraphs, with which the gateway vouches for callers.',
  { secret: true },
);

export const redisUrlSetting = setting(
  'REDIS_URL',
  z
    .string()
    .regex(
      /^(rediss?|redis\+(sentinel|cluster)):\/\/\S+$/,
      'expected a URL that starts with redis:, rediss:, redis+sentinel: or redis+cluster:',
    )
    .optional(),
  'Redis that all replicas share: redis://…, rediss://…, redis+sentinel://host:port,host:port/master or redis+cluster://host:port,host:port. Without it each process keeps its own in memory.',
  { secret: true },
);

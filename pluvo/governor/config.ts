import { kinds, setting, type Values } from '../../platform/config.js';
import { leastToShare } from './reservesOf.js';

/** How much is asked of Pluvo; see docs/quota.md. */
export const governorSettings = {
  pluvoRatePerS: setting(
    'PLUVO_RATE_PER_S',
    kinds.whole(0, 100_000).default(0),
    'Calls of Pluvo a second at most, by all processes that share a Redis together (without one, by each); 0 if the limit is not known: then it is learned when Pluvo answers 429.',
  ),
  pluvoCallsAtOnce: setting(
    'PLUVO_CALLS_AT_ONCE',
    kinds.whole(leastToShare, 1_000).default(20),
    'Calls of Pluvo at a time in one process.',
  ),
  pluvoCallsWaiting: setting(
    'PLUVO_CALLS_WAITING',
    kinds.whole(0, 100_000).default(500),
    'Calls of each priority that may wait for their turn in one process; further ones are refused at once.',
  ),
  pluvoBreakerOpenMs: setting(
    'PLUVO_BREAKER_OPEN_MS',
    kinds.whole(50, 60_000).default(2_000),
    'How long an operation of Pluvo that keeps failing is left alone before one call tries it again; longer after each that fails, up to a minute.',
  ),
};

export type GovernorConfig = Values<typeof governorSettings>;

import { ConfigError } from '../../platform/config.js';
import type { Identify } from './identify.js';
import { identifyByToken, type ConfiguredCaller } from './identifyByToken.js';
import { anonymousCaller, localCaller } from './localCaller.js';

export interface Access {
  readonly callers?: readonly ConfiguredCaller[] | undefined;
  readonly allowAnonymous: boolean;
  /** The address the gateway listens on. */
  readonly host: string;
}

/**
 * How callers are known under these settings.
 *
 * Without configured callers everybody is one caller who may issue certificates in the company's name. On a loopback
 * address that is the person at this machine; on any other it would be whoever finds the port. A forgotten variable
 * must not open that door, so it takes a setting that says what it does.
 * @throws ConfigError if strangers could reach a gateway that asks nobody for a token.
 */
export function identifyFor({ callers, allowAnonymous, host }: Access): Identify {
  if (callers) return identifyByToken(callers);
  if (!allowAnonymous && !isLoopback(host)) {
    throw new ConfigError([
      `CALLERS: expected callers while HOST is not a loopback address (it is "${host}"); set CALLERS, or ALLOW_ANONYMOUS=true to let everybody in who reaches it`,
    ]);
  }
  const everybody = isLoopback(host) ? localCaller : anonymousCaller;
  return () => everybody;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

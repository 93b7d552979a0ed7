import { Freshness } from '../../platform/cache/Freshness.js';
import type { Clock } from '../../platform/clock.js';
import type { Caller } from '../../platform/identity.js';
import type { PluvoClient } from '../../pluvo/PluvoClient.js';
import type { Rules } from './issuance/chunk/rules.js';
import type { Issuing } from './issuance/Issuing.js';
import type { Ledger } from './issuance/Ledger.js';
import type { IssuanceLimits } from './issuance/parseCommand.js';
import { Loaders } from './Loaders.js';
import type { CertificatePages } from './pages/CertificatePages.js';
import type { Portfolios } from './pages/Portfolios.js';
import type { People } from './people.js';

/** What resolvers work with: made once, shared by all requests. */
export interface CertificatesServices {
  readonly certificates: CertificatePages;
  readonly portfolios: Portfolios;
  readonly portfolioItem: (id: string) => ReturnType<PluvoClient['portfolioItem']>;
  readonly people: People;
  readonly issuing: Issuing;
  readonly ledger: Ledger;
  readonly rules: Rules;
  readonly clock: Clock;
  readonly limits: IssuanceLimits & { readonly maxPageSize: number };
}

/** One request: who asks, and what brings together what its resolvers ask for one by one. */
export interface CertificatesContext extends CertificatesServices {
  readonly caller: Caller;
  /** What its answer was made of. */
  readonly freshness: Freshness;
  readonly loaders: Loaders;
}

export function createContext(services: CertificatesServices, caller: Caller): CertificatesContext {
  const freshness = new Freshness();
  const loaders = new Loaders(services, caller, freshness);
  // What is spread comes last: V8 takes microseconds for each property added to a copy.
  return { caller, freshness, loaders, ...services };
}

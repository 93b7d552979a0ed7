import DataLoader from 'dataloader';
import { Freshness } from '../../platform/cache/Freshness.js';
import type { Clock } from '../../platform/clock.js';
import type { Caller } from '../../platform/identity.js';
import type { PluvoClient } from '../../pluvo/PluvoClient.js';
import type { PluvoCertificate, PluvoPortfolioItem } from '../../pluvo/types.js';
import type { Issuing } from './issuance/Issuing.js';
import type { IssuanceRecord, Ledger } from './issuance/Ledger.js';
import type { IssuanceLimits } from './issuance/parseCommand.js';
import type { RecipientCounts } from './issuance/states.js';
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
  readonly clock: Clock;
  readonly limits: IssuanceLimits & { readonly maxPageSize: number };
}

/** One request: who asks, and loaders that bring together what its resolvers ask for one by one. */
export interface CertificatesContext extends CertificatesServices {
  readonly caller: Caller;
  /** What its answer was made of. */
  readonly freshness: Freshness;
  readonly certificateById: DataLoader<string, PluvoCertificate | undefined>;
  readonly portfolioByUser: DataLoader<string, readonly PluvoPortfolioItem[]>;
  readonly countsByIssuance: DataLoader<string, RecipientCounts>;
  /** The caller's issuances that issued to a Pluvo user. */
  readonly issuancesByUser: DataLoader<string, readonly IssuanceRecord[]>;
}

export function createContext(services: CertificatesServices, caller: Caller): CertificatesContext {
  const { certificates, portfolios, ledger } = services;
  const freshness = new Freshness();
  return {
    ...services,
    caller,
    freshness,
    certificateById: new DataLoader((ids) => certificates.find(ids, freshness)),
    portfolioByUser: new DataLoader((ids) => portfolios.of(ids, freshness), { cache: false }),
    countsByIssuance: new DataLoader(
      async (ids) => {
        const counts = await ledger.counts(ids);
        return ids.map((id) => counts.get(id) ?? new Error('An issuance without counts.'));
      },
      { cache: false },
    ),
    issuancesByUser: new DataLoader(async (userIds) => {
      const issued = await ledger.issuedTo(caller.name, userIds);
      return userIds.map((userId) =>
        issued.flatMap(({ pluvoUserId, issuance }) => (pluvoUserId === userId ? issuance : [])),
      );
    }),
  };
}

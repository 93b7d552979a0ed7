import DataLoader from 'dataloader';
import type { Freshness } from '../../platform/cache/Freshness.js';
import type { Caller } from '../../platform/identity.js';
import type { PluvoCertificate, PluvoPortfolioItem } from '../../pluvo/types.js';
import type { CertificatesServices } from './context.js';
import type { IssuanceRecord } from './issuance/Ledger.js';
import type { RecipientCounts } from './issuance/states.js';

/** What one request loads one by one, brought together. Most requests need one loader or none: each is made when it is asked for. */
export class Loaders {
  readonly #services: CertificatesServices;
  readonly #caller: Caller;
  readonly #freshness: Freshness;
  #certificateById: DataLoader<string, PluvoCertificate | undefined> | undefined;
  #portfolioByUser: DataLoader<string, readonly PluvoPortfolioItem[]> | undefined;
  #countsByIssuance: DataLoader<string, RecipientCounts> | undefined;
  #issuancesByUser: DataLoader<string, readonly IssuanceRecord[]> | undefined;

  constructor(services: CertificatesServices, caller: Caller, freshness: Freshness) {
    this.#services = services;
    this.#caller = caller;
    this.#freshness = freshness;
  }

  get certificateById() {
    const { certificates } = this.#services;
    return (this.#certificateById ??= new DataLoader<string, PluvoCertificate | undefined>((ids) =>
      certificates.find(ids, this.#freshness),
    ));
  }

  get portfolioByUser() {
    const { portfolios } = this.#services;
    return (this.#portfolioByUser ??= new DataLoader((ids) => portfolios.of(ids, this.#freshness), {
      cache: false,
    }));
  }

  get countsByIssuance() {
    const { ledger } = this.#services;
    return (this.#countsByIssuance ??= new DataLoader(
      async (ids) => {
        const counts = await ledger.counts(ids);
        return ids.map((id) => counts.get(id) ?? new Error('An issuance without counts.'));
      },
      { cache: false },
    ));
  }

  /** The caller's issuances that issued to a Pluvo user. */
  get issuancesByUser() {
    const { ledger } = this.#services;
    return (this.#issuancesByUser ??= new DataLoader(async (userIds) => {
      const issued = await ledger.issuedTo(this.#caller.name, userIds);
      return userIds.map((userId) =>
        issued.flatMap(({ pluvoUserId, issuance }) => (pluvoUserId === userId ? issuance : [])),
      );
    }));
  }
}

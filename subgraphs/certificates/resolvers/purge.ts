import { requireScope } from '../../../platform/requireScope.js';
import { parseUuid } from '../../../platform/uuid.js';
import { CertificatesError } from '../errors.js';
import type { Resolvers } from '../generated.js';

const mostPortfolios = 1_000;

export const purgeResolvers: Resolvers = {
  Mutation: {
    async purge(_parent, { input }, { caller, certificates, portfolios }) {
      requireScope(caller, 'certificates:admin');
      const users = (input.portfoliosOf ?? []).map((id) => parseUuid(id, 'portfoliosOf'));
      if (users.length > mostPortfolios) {
        throw new CertificatesError(
          'TOO_MANY_PORTFOLIOS',
          `Expected at most ${String(mostPortfolios)} in portfoliosOf, got ${String(users.length)}.`,
        );
      }
      if (input.certificates) await certificates.changed();
      if (users.length > 0) await portfolios.changed(users);
      return { purged: (input.certificates ? 1 : 0) + users.length };
    },
  },
};

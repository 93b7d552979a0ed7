import { textScalar } from '../../platform/graphql/scalars.js';
import type { Resolvers } from './generated.js';
import { certificateResolvers } from './resolvers/certificates.js';
import { issuanceResolvers } from './resolvers/issuances.js';
import { mutationResolvers } from './resolvers/mutations.js';
import { purgeResolvers } from './resolvers/purge.js';
import { portfolioResolvers } from './resolvers/portfolio.js';

export const resolvers: Resolvers = {
  ...certificateResolvers,
  ...issuanceResolvers,
  ...mutationResolvers,
  ...portfolioResolvers,
  Query: { ...certificateResolvers.Query, ...issuanceResolvers.Query },
  Mutation: { ...mutationResolvers.Mutation, ...purgeResolvers.Mutation },
  EmailAddress: textScalar('EmailAddress'),
  UUID: textScalar('UUID'),
  DateTime: textScalar('DateTime'),
};

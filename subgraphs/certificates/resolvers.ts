import { textScalar } from '../../platform/graphql/scalars.js';
import type { Resolvers } from './generated.js';
import { certificateResolvers } from './resolvers/certificates.js';
import { eventResolvers } from './resolvers/events.js';
import { issuanceResolvers } from './resolvers/issuances.js';
import { mutationResolvers } from './resolvers/mutations.js';
import { purgeResolvers } from './resolvers/purge.js';
import { portfolioResolvers } from './resolvers/portfolio.js';
import { recipientResolvers } from './resolvers/recipients.js';

export const resolvers: Resolvers = {
  ...certificateResolvers,
  ...issuanceResolvers,
  ...eventResolvers,
  ...recipientResolvers,
  ...mutationResolvers,
  ...portfolioResolvers,
  Issuance: {
    ...issuanceResolvers.Issuance,
    ...eventResolvers.Issuance,
    ...recipientResolvers.Issuance,
  },
  Query: { ...certificateResolvers.Query, ...issuanceResolvers.Query },
  Mutation: { ...mutationResolvers.Mutation, ...purgeResolvers.Mutation },
  EmailAddress: textScalar('EmailAddress'),
  UUID: textScalar('UUID'),
  DateTime: textScalar('DateTime'),
};

import { parseWindow } from '../../../platform/relay/windowArguments.js';
import { parseUuid } from '../../../platform/uuid.js';
import { present } from '../../../pluvo/drift/present.js';
import { pluvoPageSize } from '../../../pluvo/types.js';
import type { Resolvers } from '../generated.js';

export const certificateResolvers: Resolvers = {
  Query: {
    certificates: (_parent, args, { certificates, freshness, limits }) =>
      certificates.window(
        parseWindow(args, { defaultSize: pluvoPageSize, maxSize: limits.maxPageSize }),
        freshness,
      ),
    certificate: async (_parent, { id }, { loaders }) =>
      (await loaders.certificateById.load(parseUuid(id, 'id'))) ?? null,
  },
  CertificateConnection: {
    count: ({ count }) => present(count, 'CertificateConnection.count'),
  },
  Certificate: {
    name: ({ name }) => present(name, 'Certificate.name'),
    title: ({ title }) => present(title, 'Certificate.title'),
    __resolveReference: async ({ id }, { loaders }) =>
      (await loaders.certificateById.load(parseUuid(id, 'id'))) ?? null,
  },
};

import type { CodegenConfig } from '@graphql-codegen/cli';

const subgraph = (name: string, context: string, mappers: Record<string, string>) => ({
  [`subgraphs/${name}/generated.ts`]: {
    schema: `subgraphs/${name}/schema.graphql`,
    plugins: ['typescript', 'typescript-resolvers'],
    config: {
      federation: true,
      useTypeImports: true,
      enumsAsTypes: true,
      skipTypename: true,
      immutableTypes: true,
      contextType: `./context.js#${context}`,
      scalars: { EmailAddress: 'string', UUID: 'string', DateTime: 'string' },
      mappers,
    },
  },
});

const config: CodegenConfig = {
  generates: {
    ...subgraph('users', 'UsersContext', {
      User: './directory/Person.js#Person',
      UserConnection: './directory/Directory.js#PeoplePage',
    }),
    ...subgraph('certificates', 'CertificatesContext', {
      Certificate: '../../pluvo/types.js#PluvoCertificate',
      Issuance: './issuance/Ledger.js#IssuanceRecord',
      IssuanceConnection: './resolvers/issuances.js#IssuancePage',
      RecipientConnection: './resolvers/recipients.js#RecipientPage',
      Recipient: './issuance/Ledger.js#RecipientRecord',
      RecipientDecision: './issuance/Ledger.js#Decision',
      IssuanceEvent: './issuance/Ledger.js#EventRecord',
      IssuanceEventConnection: './resolvers/events.js#EventPage',
      GenerateCertificate: './issuance/Issuing.js#Issued',
      PortfolioItem: './resolvers/portfolio.js#HeldItem',
      User: './resolvers/portfolio.js#LinkedUser',
    }),
  },
};
export default config;

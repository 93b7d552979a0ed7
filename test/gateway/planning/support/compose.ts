import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const link = /* GraphQL */ `
  extend schema
    @link(
      url: "https://specs.apollo.dev/federation/v2.9"
      import: [
        "@key"
        "@external"
        "@requires"
        "@provides"
        "@shareable"
        "@inaccessible"
        "@interfaceObject"
      ]
    )
`;

export function withLink(typeDefs: string): string {
  return link + typeDefs;
}

/** The supergraph of subgraphs given by their names. */
export function compose(subgraphs: Readonly<Record<string, string>>): string {
  const { supergraphSdl, errors = [] } = composeServices(
    Object.entries(subgraphs).map(([name, typeDefs]) => ({
      name,
      url: `http://${name}.example/graphql`,
      typeDefs: parse(withLink(typeDefs)),
    })),
  );
  if (supergraphSdl === undefined)
    throw new Error(`These subgraphs do not compose: ${errors.map(String).join('; ')}`);
  return supergraphSdl;
}

import { composeServices } from '@apollo/composition';
import { subgraphNames, typeDefsOf, type SubgraphUrls } from './subgraphs.js';

/** The supergraph of the subgraphs at these addresses. */
export function compose(urls: SubgraphUrls): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphNames.map((name) => ({ name, url: urls[name], typeDefs: typeDefsOf(name) })),
  );
  if (supergraphSdl !== undefined) return supergraphSdl;
  throw new Error(`The subgraphs do not compose: ${errors.map(String).join('; ')}`);
}

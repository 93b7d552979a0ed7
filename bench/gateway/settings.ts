import { kinds, setting } from '../../platform/config.js';
import type { SubgraphUrls } from './graph/subgraphs.js';

const url = kinds.url('http');

/** What the programs of this folder are told when they are started. */
export const programSettings = {
  port: setting('PORT', kinds.port, 'Where to listen.'),
};

/** Where subgraphs are, by their names. */
export const urlSettings = {
  users: setting('USERS_URL', url, 'The users subgraph.'),
  certificates: setting('CERTIFICATES_URL', url, 'The certificates subgraph.'),
  reviews: setting('REVIEWS_URL', url, 'The reviews subgraph.'),
  products: setting('PRODUCTS_URL', url, 'The products subgraph.'),
  inventory: setting('INVENTORY_URL', url, 'The inventory subgraph.'),
};

export function urlEnvironment(urls: SubgraphUrls): Record<string, string> {
  return Object.fromEntries(
    Object.entries(urlSettings).map(([name, { env }]) => [env, urls[name as keyof SubgraphUrls]]),
  );
}

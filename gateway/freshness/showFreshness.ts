import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../executor/GatewayContext.js';

/**
 * Tells a caller how old an answer is: `Age` in seconds (RFC 9111, section 5.1) if any of it came from a cache, and
 * `extensions.freshness` with the parts that may no longer be true.
 */
export function showFreshness(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ contextValue: { freshness }, response: { http, body } }) {
          const { ageMs, stale } = freshness;
          if (ageMs !== undefined) http.headers.set('age', String(Math.floor(ageMs / 1_000)));
          if (stale.length > 0 && body.kind === 'single') {
            const extensions = { ...body.singleResult.extensions, freshness: { stale } };
            body.singleResult.extensions = extensions;
          }
          return Promise.resolve();
        },
      }),
  };
}

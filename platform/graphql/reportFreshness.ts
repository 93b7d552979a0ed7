import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { Freshness } from '../cache/Freshness.js';

/**
 * Tells the gateway how old an answer is: `extensions.freshness`, a FreshnessReport. Where `@cacheControl` allows keeping it, what was
 * read decides for how long; the report then names the generations as well, while which it may be kept.
 */
export function reportFreshness<
  Context extends BaseContext & { readonly freshness: Freshness },
>(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        // Before Apollo's own plugin, which comes last, writes the header Cache-Control.
        willSendResponse({ contextValue: { freshness }, overallCachePolicy, response: { body } }) {
          overallCachePolicy.restrict({ maxAge: Math.floor(freshness.keepForMs / 1_000) });
          const report = freshness.report();
          if (report && body.kind === 'single') {
            const mayBeKept = overallCachePolicy.policyIfCacheable() && !body.singleResult.errors;
            const { generations } = freshness;
            body.singleResult.extensions = {
              freshness: mayBeKept ? { ...report, generations } : report,
              ...body.singleResult.extensions,
            };
          }
          return Promise.resolve();
        },
      }),
  };
}

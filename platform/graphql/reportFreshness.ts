import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import type { Freshness } from '../cache/Freshness.js';

/** Tells the gateway how old an answer is: `extensions.freshness`, a FreshnessReport. */
export function reportFreshness<
  Context extends BaseContext & { readonly freshness: Freshness },
>(): ApolloServerPlugin<Context> {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ contextValue, response: { body } }) {
          const freshness = contextValue.freshness.report();
          if (freshness && body.kind === 'single') {
            body.singleResult.extensions = { ...body.singleResult.extensions, freshness };
          }
          return Promise.resolve();
        },
      }),
  };
}

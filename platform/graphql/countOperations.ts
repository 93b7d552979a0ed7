import type { ApolloServerPlugin } from '@apollo/server';
import type { Metrics } from '../metrics.js';

/** Counts every operation a server answers, by type and by whether its answer holds errors. */
export function countOperations(server: string, metrics: Metrics): ApolloServerPlugin {
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse({ operation, response }) {
          const errors =
            response.body.kind === 'single' ? response.body.singleResult.errors : undefined;
          const hasErrors = (errors?.length ?? 0) > 0;
          metrics.operations.add(server, operation?.operation ?? 'none', hasErrors);
          return Promise.resolve();
        },
      }),
  };
}

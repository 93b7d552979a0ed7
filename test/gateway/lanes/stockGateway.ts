import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphTransport } from '../../../platform/graphql/SubgraphTransport.js';
import { createLogger } from '../../../platform/log.js';

export interface StockAnswer {
  readonly data: unknown;
  readonly errors: readonly GraphQLFormattedError[];
}

export interface StockGateway {
  ask(this: void, body: string): Promise<StockAnswer>;
  stop(this: void): Promise<void>;
}

/** @apollo/gateway and Apollo Server as they come, in front of the same subgraphs. */
export async function startStockGateway(
  supergraphSdl: string,
  transportFor: (name: string, url: string) => SubgraphTransport,
  headers: Readonly<Record<string, string>>,
): Promise<StockGateway> {
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  const logger = createLogger({ name: 'stock', level: 'silent' });
  const gateway = new ApolloGateway({
    supergraphSdl,
    logger,
    buildService: ({ name, url = '' }) => ({
      async process({ request: { query = '', operationName, variables = {} } }) {
        const answer = await transportFor(name, url).execute({
          query,
          operationName,
          variables,
          headers,
        });
        return { data: answer.data ?? null, ...(answer.errors && { errors: answer.errors }) };
      },
    }),
  });
  const apollo = new ApolloServer({ gateway, logger, stopOnTerminationSignals: false });
  await apollo.start();
  return {
    async ask(text) {
      // The tests send nothing else here.
      const { query, variables, operationName } = JSON.parse(text) as {
        query: string;
        variables?: Record<string, unknown>;
        operationName?: string;
      };
      const { body } = await apollo.executeOperation({
        query,
        variables: variables ?? {},
        ...(operationName && { operationName }),
      });
      if (body.kind === 'incremental') throw new TypeError('Expected one answer.');
      const { data, errors = [] } = body.singleResult;
      return { data, errors };
    },
    stop: () => apollo.stop(),
  };
}

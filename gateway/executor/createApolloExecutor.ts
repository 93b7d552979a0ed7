import { ApolloGateway } from '@apollo/gateway';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import { GraphQLError, getOperationAST } from 'graphql';
import type { SubgraphTransport } from '../../platform/graphql/SubgraphTransport.js';
import type { InternalIdentity } from '../../platform/identity.js';
import type { Logger } from '../../platform/log.js';
import type { Supergraph } from '../supergraph.js';
import { completeErrors } from './completeErrors.js';
import { SubgraphDataSource } from './SubgraphDataSource.js';

const noOperation =
  'Expected operationName to name an operation of the document, or the document to hold just one.';

export interface ExecutorOptions {
  readonly supergraph: Supergraph;
  /** The way to each subgraph, by its name. */
  readonly transports: ReadonlyMap<string, SubgraphTransport>;
  readonly identity: InternalIdentity | undefined;
  readonly logger: Logger;
}

/** Plans and runs operations with @apollo/gateway over our own transports. */
export function createApolloExecutor(options: ExecutorOptions): GatewayInterface {
  const { supergraph, transports, identity, logger } = options;
  // Its only switch: else it asks the metadata services of clouds about this machine, and reports to Apollo every day.
  process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
  const gateway = new ApolloGateway({
    supergraphSdl: supergraph.sdl,
    logger,
    buildService({ name }) {
      const transport = transports.get(name);
      if (!transport) throw new Error(`The supergraph names no subgraph ${name}.`);
      return new SubgraphDataSource({ name, transport, identity, logger });
    },
  });
  return {
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    stop: () => gateway.stop(),
    async load({ apollo }) {
      const { executor } = await gateway.load({ apollo });
      return {
        executor: async (context) => {
          const operation = getOperationAST(context.document, context.request.operationName);
          // Apollo Server makes this an OPERATION_RESOLUTION_FAILURE; @apollo/gateway would fail without a code.
          if (!operation) return { errors: [new GraphQLError(noOperation)] };
          return completeErrors(await executor(context), context.document, operation);
        },
      };
    },
  };
}

import type { GraphQLFormattedError } from 'graphql';
import { Agent, request } from 'undici';
import { localCaller } from '../../gateway/auth/localCaller.js';
import { createGateway } from '../../gateway/createGateway.js';
import { createLogger } from '../../platform/log.js';
import { createMetrics } from '../../platform/metrics.js';
import type { ComposedTopic } from '../graph/composeTopic.js';
import type { Operation, Topic, World } from '../Topic.js';
import { topicTransport, type Tamper } from './topicTransport.js';

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[];
}

/** The gateway as callers reach it, in front of the subgraphs of a topic. */
export interface AuditedGateway {
  ask(operation: Operation): Promise<Answer>;
  /** The world that the subgraphs answer from; it may change between operations. */
  world: World;
  stop(): Promise<void>;
}

/** Every true limit is out of the way: an audit is not about them. */
const limits = { depth: 1_000, aliases: 1_000_000, tokens: 1_000_000 };

export async function startAuditedGateway(
  topic: Topic,
  composed: ComposedTopic,
  tamper?: Tamper,
): Promise<AuditedGateway> {
  const gateway = await createGateway({
    supergraphSdl: composed.supergraphSdl,
    transportFor: (name) =>
      topicTransport(name, { topic, composed, tamper, world: () => audited.world }),
    identify: () => localCaller,
    limits,
    planning: { deadlineMs: 120_000 },
    bodyLimitBytes: 10_000_000,
    logger: createLogger({ name: 'audit', level: 'silent' }),
    metrics: createMetrics(),
  });
  const listening = await gateway.listen({ host: '127.0.0.1', port: 0 });
  const dispatcher = new Agent();
  const audited: AuditedGateway = {
    world: topic.world(),
    async ask({ query, variables }) {
      const { body } = await request(`${listening.url}/graphql`, {
        method: 'POST',
        dispatcher,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      // Whatever comes is compared with what should have come.
      return (await body.json()) as Answer;
    },
    async stop() {
      await dispatcher.close();
      await listening.stop();
    },
  };
  return audited;
}

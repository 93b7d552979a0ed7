import type {
  SubgraphAnswer,
  SubgraphRequest,
  SubgraphTransport,
} from '../../platform/graphql/SubgraphTransport.js';
import type { ComposedTopic } from '../graph/composeTopic.js';
import { createSubgraph } from '../graph/createSubgraph.js';
import type { Topic, World } from '../Topic.js';

/** What a subgraph answers may be changed on its way, to see that the audit notices. */
export type Tamper = (answer: SubgraphAnswer, subgraph: string) => SubgraphAnswer;

export interface TopicTransports {
  readonly topic: Topic;
  readonly composed: ComposedTopic;
  readonly tamper?: Tamper | undefined;
  /** The world as it is when a subgraph is asked. */
  world(this: void): World;
}

/** The way to a subgraph of a topic, which answers in memory but as text, as over a network. */
export function topicTransport(
  name: string,
  { topic, composed, tamper = (answer) => answer, world }: TopicTransports,
): SubgraphTransport {
  const subgraph = createSubgraph(name, topic, composed, world);
  const execute = async (sent: SubgraphRequest) => tamper(await subgraph(sent), name);
  return {
    execute,
    async exchange(body) {
      // The gateway writes it: an operation and its variables.
      const sent = JSON.parse(body) as Omit<SubgraphRequest, 'headers'>;
      return { text: JSON.stringify(await execute({ ...sent, headers: {} })) };
    },
    ready: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}

import type { GraphQLFormattedError } from 'graphql';
import type { SubgraphAnswer, SubgraphReply } from '../../../platform/graphql/SubgraphTransport.js';
import { parseJson } from '../../../platform/parseJson.js';
import { unavailable } from '../errors/subgraphError.js';
import { isObject } from '../ownKeys.js';

/** @throws PlatformError SUBGRAPH_UNAVAILABLE if what came is not an answer of GraphQL. */
export function readReply(subgraph: string, reply: SubgraphReply): SubgraphAnswer {
  if ('answer' in reply) return reply.answer;
  const answer = parseJson(reply.text);
  if (!isAnswer(answer)) throw unavailable(subgraph, 'what came is not an answer of GraphQL');
  return answer;
}

function isAnswer(value: unknown): value is SubgraphAnswer {
  if (!isObject(value)) return false;
  const { data, errors, extensions } = value;
  return (
    (data !== undefined || errors !== undefined) &&
    (data === undefined || data === null || isObject(data)) &&
    (errors === undefined || (Array.isArray(errors) && errors.every(isError))) &&
    (extensions === undefined || isObject(extensions))
  );
}

function isError(value: unknown): value is GraphQLFormattedError {
  if (!isObject(value)) return false;
  const { message, extensions } = value;
  return (
    typeof message === 'string' &&
    (extensions === undefined || extensions === null || isObject(extensions))
  );
}

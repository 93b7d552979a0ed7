import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { ExecutableGraph } from './compileOperation.js';
import { isSameAnswer } from './isSameAnswer.js';
import { isObject } from './ownKeys.js';
import { compileRootFetch } from './plan/compileRootFetch.js';
import { operationOf } from './plan/fetchedFields.js';
import type { Compilation } from './plan/Step.js';
import type { Run } from './Run.js';
import { parseJson } from '../../platform/parseJson.js';

/** Runs an operation; the text of its answer if that could be handed on unread. */
export type PassThrough = (run: Run) => Promise<string | undefined>;

/** Undefined unless the plan is one fetch that asks for just what the caller asked for. */
export function compilePassThrough(
  { node }: QueryPlan,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { apiSchema, supergraphSchema }: ExecutableGraph,
  compilation: Compilation,
): PassThrough | undefined {
  if (node?.kind !== 'Fetch' || node.requires || node.outputRewrites?.length) return undefined;
  const schemas = { apiSchema, supergraphSchema };
  if (!isSameAnswer(operation, document, operationOf(node), schemas)) return undefined;
  const fetch = compileRootFetch(node, [], compilation);
  return (run) => {
    let data: string | undefined;
    const sent = fetch.send(run, (reply) => {
      const parts = 'text' in reply ? splitAnswer(reply.text) : undefined;
      if (!parts) {
        fetch.take(run, reply);
        return;
      }
      data = parts.data;
      if (parts.extensions !== undefined) run.request.note(parts.extensions);
    });
    return sent.then(() => data);
  };
}

const dataStart = '{"data":';
const extensionsStart = '},"extensions":{';

/**
 * Takes the data out of an answer's text without reading it, if the text cannot hold errors. An answer has no keys but
 * `data`, `errors` and `extensions` (GraphQL, §7.1), and a key is written as it is unless a backslash is used. Undefined
 * whenever there is doubt: then the answer is read.
 */
export function splitAnswer(text: string): { data: string; extensions?: unknown } | undefined {
  if (!text.startsWith('{"data":{') || text.includes('"errors"') || text.includes('\\u'))
    return undefined;
  const end = text.endsWith('\n') ? text.length - 1 : text.length;
  if (!text.includes('"extensions"')) {
    if (!text.startsWith('}}', end - 2)) return undefined;
    return { data: text.slice(dataStart.length, end - 1) };
  }
  const split = text.lastIndexOf(extensionsStart);
  if (split === -1) return undefined;
  // Between here and the end one brace too many is closed if the key is not at the top: then this is no JSON.
  const rest = parseJson(`{${text.slice(split + 2, end)}`);
  if (!isObject(rest)) return undefined;
  const { extensions, ...others } = rest;
  if (!isObject(extensions) || Object.keys(others).length > 0) return undefined;
  return { data: text.slice(dataStart.length, split + 1), extensions };
}

import type { FetchNode } from '@apollo/query-planner';
import { OperationTypeNode } from 'graphql';
import type { SubgraphReply } from '../../../platform/graphql/SubgraphTransport.js';
import type { JsonObject } from '../ownKeys.js';
import type { Run } from '../Run.js';
import { UnsupportedShape } from '../UnsupportedShape.js';
import { compileCollect } from './collectAt.js';
import { fetchedFields, operationOf } from './fetchedFields.js';
import { copyTree, interfacesOf, mergeData } from './mergeData.js';
import { bodyStart, compileVariables } from './requestBody.js';
import { compileRewrites, renamedPath } from './rewrites.js';
import type { Compilation, Step } from './Step.js';
import { SubgraphCall, type Places } from './SubgraphCall.js';

/** A fetch of root fields: for the answer itself, or for objects of the root type inside it. */
export interface RootFetch {
  readonly step: Step;
  /** Sends it on its own, for an answer that is nothing else. */
  send(this: void, run: Run, take: (reply: SubgraphReply) => void): Promise<void>;
  /** Puts what came to the answer. */
  take(this: void, run: Run, reply: SubgraphReply): void;
}

export function compileRootFetch(
  node: FetchNode,
  path: readonly string[],
  compilation: Compilation,
): RootFetch {
  if (node.contextRewrites?.length) throw new UnsupportedShape('contextual arguments');
  const { outputRewrites = [] } = node;
  const call = new SubgraphCall(
    node.serviceName,
    node.operationKind === OperationTypeNode.QUERY,
    compilation,
  );
  const writeVariables = compileVariables(node.variableUsages ?? []);
  const start = bodyStart(node.operation);
  const keys = fetchedFields(operationOf(node).selectionSet)
    .filter((field) => field.node.name.value !== '__typename')
    .map(({ key }) => renamedPath([key], outputRewrites));
  const interfaces = interfacesOf(compilation.supergraphSchema);
  const rewrite = compileRewrites(compilation.supergraphSchema, outputRewrites);

  const placesOf = (targets: readonly JsonObject[] | undefined): Places => {
    const froms = targets ?? [undefined];
    return {
      all: () => froms.flatMap((from) => keys.map((key) => ({ from, path: key }))),
      at: (errorPath) =>
        froms.map((from) => ({ from, path: renamedPath(errorPath, outputRewrites) })),
    };
  };

  function send(run: Run, places: Places, take: (reply: SubgraphReply) => void): Promise<void> {
    const variables = writeVariables(run.request.variables);
    // Without the comma at its end.
    return call.send(run, `${start}${variables.slice(0, -1)}}}`, places, take);
  }

  function take(
    run: Run,
    reply: SubgraphReply,
    places: Places,
    targets: readonly JsonObject[] | undefined,
  ): void {
    const data = call.read(run, reply, places);
    if (!data) return;
    if (outputRewrites.length > 0) rewrite(data);
    if (targets) {
      for (const [index, target] of targets.entries())
        mergeData(target, index === 0 ? data : (copyTree(data) as JsonObject), interfaces);
    } else if (run.data) {
      mergeData(run.data, data, interfaces);
    } else {
      run.data = data;
    }
  }

  const rootPlaces = placesOf(undefined);
  const collect = path.length > 0 ? compileCollect(path) : undefined;
  return {
    send: (run, taking) => send(run, rootPlaces, taking),
    take: (run, reply) => {
      take(run, reply, rootPlaces, undefined);
    },
    step(run) {
      const targets = collect?.(run.data ?? {});
      if (targets?.length === 0) return undefined;
      const places = targets ? placesOf(targets) : rootPlaces;
      return send(run, places, (reply) => {
        take(run, reply, places, targets);
      });
    },
  };
}

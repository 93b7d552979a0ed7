import type { FetchNode } from '@apollo/query-planner';
import { OperationTypeNode, print } from 'graphql';
import { readOwn } from '../ownKeys.js';
import type { Run } from '../Run.js';
import { UnsupportedShape } from '../UnsupportedShape.js';
import { entitiesField, mergedDocument, namesOfParts, variablesOf } from './entityDocument.js';
import { EntityPart, type EntityBatch } from './EntityPart.js';
import { operationOf } from './fetchedFields.js';
import { bodyStart, compileVariables } from './requestBody.js';
import type { Compilation, Step } from './Step.js';
import { SubgraphCall, type Places } from './SubgraphCall.js';

/** A fetch of entities, and the path to the objects that it is for. */
export interface EntityFetch {
  readonly node: FetchNode;
  readonly path: readonly string[];
}

/** @param fetches of the same subgraph, to be sent at the same time: they become one request. */
export function compileEntityFetch(
  fetches: readonly EntityFetch[],
  compilation: Compilation,
): Step {
  const [first] = fetches;
  if (!first) return () => undefined;
  const { serviceName, operationKind } = first.node;
  const call = new SubgraphCall(
    serviceName,
    operationKind === OperationTypeNode.QUERY,
    compilation,
  );
  const parts = partsOf(fetches, compilation);
  const operations = parts.map(({ operation }) => operation);
  const usages = [...new Set(operations.flatMap(variablesOf))];
  const names = namesOfParts(parts.length, usages);
  const writeVariables = compileVariables(usages);
  const start = bodyStart(mergedDocument(operations, names, compilation.variableDefinitions));

  const placesOf = (batches: readonly EntityBatch[]): Places => ({
    all: () => parts.flatMap((part, at) => part.allPlaces(batchAt(batches, at))),
    at: ([key, entity, ...inside]) => {
      const at = names.findIndex((name) => name.key === key);
      const batch = batches[at];
      if (!batch || typeof entity !== 'number') return undefined;
      return parts[at]?.places(batch, entity, inside);
    },
  });

  return (run) => {
    const { data } = run;
    if (!data) return undefined;
    const batches: EntityBatch[] = [];
    let representations = '';
    let count = 0;
    for (let at = 0; at < parts.length; at++) {
      const batch = parts[at]?.gather(run, data);
      if (!batch) continue;
      batches.push(batch);
      count += batch.count;
      representations += `${at === 0 ? '' : ','}"${names[at]?.variable ?? ''}":[${batch.text}]`;
    }
    if (count === 0) return undefined;
    const body = `${start}${writeVariables(run.request.variables)}${representations}}}`;
    const places = placesOf(batches);
    return call.send(run, body, places, (reply) => {
      const answer = call.read(run, reply, places);
      if (answer) take(run, batches, answer);
    });
  };

  function take(run: Run, batches: readonly EntityBatch[], answer: object): void {
    const lists = batches.map(({ count }, at) => {
      const entities = readOwn(answer, names[at]?.key ?? '');
      if (!Array.isArray(entities) || entities.length !== count)
        throw call.unavailable('it does not answer what it was asked');
      return entities as readonly unknown[];
    });
    for (const [at, part] of parts.entries())
      part.merge(run, batchAt(batches, at), lists[at] ?? []);
  }
}

/** Fetches with one and the same selection are one part: an object that several of them want is asked for once. */
function partsOf(fetches: readonly EntityFetch[], compilation: Compilation): EntityPart[] {
  const parts = new Map<string, EntityPart>();
  for (const { node, path } of fetches) {
    if (node.contextRewrites?.length) throw new UnsupportedShape('contextual arguments');
    const operation = operationOf(node);
    const key = JSON.stringify([print(entitiesField(operation)), node.outputRewrites ?? []]);
    const part = parts.get(key) ?? new EntityPart(node, operation, compilation.supergraphSchema);
    parts.set(key, part);
    part.addSource(node, path);
  }
  return [...parts.values()];
}

const none: EntityBatch = {
  ...{ targets: [], entityOf: [], withheld: new Map() },
  ...{ count: 0, text: '' },
};

function batchAt(batches: readonly EntityBatch[], at: number): EntityBatch {
  return batches[at] ?? none;
}

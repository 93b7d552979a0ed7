import {
  Kind,
  OperationTypeNode,
  type DefinitionNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { argumentText, isInterfaceObject } from '../joinDirectives.js';
import { CompositeTypes } from '../standIns/CompositeTypes.js';
import { graphsByName } from '../standIns/restorePlan.js';
import { bothOf, copied, withGraph } from './copyDefinition.js';
import type { Detached } from './Detached.js';
import { requires, withFields, withoutFields } from './moveFields.js';

export interface DetachedSupergraph {
  readonly document: DocumentNode;
  readonly detached: readonly Detached[];
}

/**
 * The supergraph with those fields of interface objects that require others in subgraphs of their own, as fields of the
 * objects that implement the interface.
 *
 * The planner goes from one interface object to another that requires something, and asks the first for the `__typename`
 * that only the types behind the interface know: it throws, or makes ever more plans. So this is done where an interface
 * is an object in several subgraphs.
 */
export function detachFields(supergraph: DocumentNode): DetachedSupergraph {
  const types = new CompositeTypes(supergraph);
  const roots = new Set(Object.values(OperationTypeNode).map((kind) => types.rootOf(kind)));
  const serviceNames = new Map(
    [...graphsByName(supergraph)].map(([serviceName, graph]) => [graph, serviceName]),
  );
  const detached: Detached[] = [];
  let document = supergraph;
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const graph of graphsThatRequire(type)) {
      // Composition gives subgraphs values in capitals.
      const name = `detached_${graph}_${type.name.value}`;
      const each: Detached = {
        ...{ name, graph, interfaceName: type.name.value },
        serviceName: serviceNames.get(graph) ?? graph,
        implementations: new Set(implementationsOf(type, supergraph)),
      };
      detached.push(each);
      document = {
        ...document,
        definitions: document.definitions.map((definition) =>
          detach(definition, each, type, roots),
        ),
      };
    }
  }
  return { document, detached };
}

function implementationsOf(type: InterfaceTypeDefinitionNode, supergraph: DocumentNode): string[] {
  return supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && isImplementation(definition, type)
      ? [definition.name.value]
      : [],
  );
}

function isImplementation(
  { interfaces = [] }: ObjectTypeDefinitionNode,
  type: InterfaceTypeDefinitionNode,
): boolean {
  return interfaces.some(({ name }) => name.value === type.name.value);
}

/** Where the interface is an object with fields that require others, if it is an object elsewhere too. */
function graphsThatRequire(type: InterfaceTypeDefinitionNode): Set<string> {
  const graphs = (type.directives ?? [])
    .filter(isInterfaceObject)
    .map((directive) => argumentText(directive, 'graph') ?? '');
  if (new Set(graphs).size < 2) return new Set();
  return new Set(
    graphs.filter((graph) => (type.fields ?? []).some((field) => requires(field, graph))),
  );
}

function detach(
  definition: DefinitionNode,
  detached: Detached,
  from: InterfaceTypeDefinitionNode,
  roots: ReadonlySet<string>,
): DefinitionNode {
  if (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph')
    return withGraph(definition, detached);
  if (
    definition.kind === Kind.INTERFACE_TYPE_DEFINITION &&
    definition.name.value === from.name.value
  )
    return withoutFields(definition, detached);
  if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) return copied(definition, detached);
  if (roots.has(definition.name.value))
    return { ...definition, directives: bothOf(definition.directives, detached) };
  return isImplementation(definition, from)
    ? withFields(definition, from, detached)
    : copied(definition, detached);
}

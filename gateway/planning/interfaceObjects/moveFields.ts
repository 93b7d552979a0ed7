import {
  Kind,
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { argumentText, forGraph, isInterfaceObject } from '../joinDirectives.js';
import { parseFieldSet } from '../standIns/fieldSet.js';
import { bothOf, copied } from './copyDefinition.js';
import type { Detached } from './Detached.js';

/**
 * The interface without the fields that are detached. As an object it is there only for those who return it: the planner
 * would go to it, rather than to the implementations.
 */
export function withoutFields(
  type: InterfaceTypeDefinitionNode,
  detached: Detached,
): InterfaceTypeDefinitionNode {
  const both = bothOf(type.directives, detached);
  return {
    ...type,
    directives: both.map((directive) =>
      argumentText(directive, 'graph') === detached.name ? unresolvable(directive) : directive,
    ),
    fields: (type.fields ?? []).map((field) => {
      const rule = requires(field, detached.graph);
      if (!rule) return copied(field, detached);
      const others = (field.directives ?? []).filter((directive) => directive !== rule);
      return { ...field, directives: [...others, nowhere] };
    }),
  };
}

/** An implementation as an entity of the detached subgraph, with the keys that the interface has there. */
export function withFields(
  type: ObjectTypeDefinitionNode,
  from: InterfaceTypeDefinitionNode,
  { name, graph }: Detached,
): ObjectTypeDefinitionNode {
  const keys = (from.directives ?? []).filter(
    (directive) => isInterfaceObject(directive) && argumentText(directive, 'graph') === graph,
  );
  const keyFields = new Set(
    keys.flatMap((key) =>
      parseFieldSet(argumentText(key, 'key') ?? '__typename').selections.map((selection) =>
        selection.kind === Kind.FIELD ? selection.name.value : '',
      ),
    ),
  );
  const known = new Set(
    (type.directives ?? []).flatMap((each) => argumentText(each, 'graph') ?? []),
  );
  return {
    ...type,
    directives: [...(type.directives ?? []), ...keys.map((key) => asObject(forGraph(key, name)))],
    fields: (type.fields ?? []).map((field) => {
      const directives = isJoined(field)
        ? (field.directives ?? [])
        : [...(field.directives ?? []), ...[...known].map((each) => joinField(each))];
      const inInterface = from.fields?.find((each) => each.name.value === field.name.value);
      const rule = inInterface && ruleOf(inInterface, graph);
      if (rule && (argumentText(rule, 'requires') !== undefined || isExternal(rule)))
        return { ...field, directives: [...directives, forGraph(rule, name)] };
      return keyFields.has(field.name.value)
        ? { ...field, directives: [...directives, joinField(name)] }
        : { ...field, directives };
    }),
  };
}

/** What the supergraph says of a field of the interface in a subgraph, if it requires others there. */
export function requires(
  field: FieldDefinitionNode,
  graph: string,
): ConstDirectiveNode | undefined {
  const rule = ruleOf(field, graph);
  return rule && argumentText(rule, 'requires') !== undefined ? rule : undefined;
}

/** What the supergraph says of a field in a subgraph. */
function ruleOf(field: FieldDefinitionNode, graph: string): ConstDirectiveNode | undefined {
  return (field.directives ?? []).find(
    (each) => each.name.value === 'join__field' && argumentText(each, 'graph') === graph,
  );
}

function isJoined({ directives = [] }: FieldDefinitionNode): boolean {
  return directives.some(({ name }) => name.value === 'join__field');
}

function isExternal({ arguments: args = [] }: ConstDirectiveNode): boolean {
  return args.some(({ name }) => name.value === 'external');
}

function asObject(key: ConstDirectiveNode): ConstDirectiveNode {
  const args = (key.arguments ?? []).filter(({ name }) => name.value !== 'isInterfaceObject');
  return { ...key, arguments: args };
}

function unresolvable(key: ConstDirectiveNode): ConstDirectiveNode {
  const args = (key.arguments ?? []).filter(({ name }) => name.value !== 'resolvable');
  const value = { kind: Kind.BOOLEAN as const, value: false };
  const name = { kind: Kind.NAME as const, value: 'resolvable' };
  return { ...key, arguments: [...args, { kind: Kind.ARGUMENT, name, value }] };
}

/** A field that comes from no subgraph directly. */
const nowhere: ConstDirectiveNode = {
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value: 'join__field' },
};

function joinField(graph: string): ConstDirectiveNode {
  const value = { kind: Kind.ENUM as const, value: graph };
  const name = { kind: Kind.NAME as const, value: 'graph' };
  return { ...nowhere, arguments: [{ kind: Kind.ARGUMENT, name, value }] };
}

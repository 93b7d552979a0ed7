import {
  Kind,
  print,
  stripIgnoredCharacters,
  visit,
  type ArgumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
  type VariableNode,
} from 'graphql';
import { UnsupportedShape } from '../UnsupportedShape.js';
import { fetchedFields } from './fetchedFields.js';

/** How the planner calls the variable that holds representations. */
const planned = 'representations';

/** The field `_entities` of an operation that the planner wrote. */
export function entitiesField(operation: OperationDefinitionNode): FieldNode {
  const [field, ...others] = fetchedFields(operation.selectionSet);
  if (field?.node.name.value !== '_entities' || field.node.alias || others.length > 0)
    throw new UnsupportedShape('an entity fetch of more than entities');
  return field.node;
}

/** How one part of a request for entities is called in it. */
export interface PartNames {
  /** Of the field in the answer. */
  readonly key: string;
  /** Of the variable that holds the representations. */
  readonly variable: string;
}

/** @param usages names of the caller's variables, which none of ours may be */
export function namesOfParts(count: number, usages: readonly string[]): PartNames[] {
  let own = planned;
  while (usages.some((name) => name.startsWith(own))) own += '_';
  return Array.from({ length: count }, (_, index) =>
    index === 0
      ? { key: '_entities', variable: own }
      : { key: `_entities_${String(index)}`, variable: `${own}_${String(index)}` },
  );
}

/** The variables of the caller that an operation uses. */
export function variablesOf(operation: OperationDefinitionNode): string[] {
  const { selectionSet } = entitiesField(operation);
  const names = new Set<string>();
  const note = { Variable: ({ name }: VariableNode) => void names.add(name.value) };
  if (selectionSet) visit(selectionSet, note);
  for (const directive of operation.directives ?? []) visit(directive, note);
  return [...names];
}

/**
 * One operation that asks for the entities of several, each under names of its own.
 * @param ofCaller the definitions of the caller's variables: one that is called as the planner calls its own is missing
 * in what the planner wrote
 */
export function mergedDocument(
  operations: readonly OperationDefinitionNode[],
  names: readonly PartNames[],
  ofCaller: readonly VariableDefinitionNode[],
): string {
  const [first] = operations;
  const variables = new Map<string, VariableDefinitionNode>();
  const selections = operations.map((operation, index) => {
    const { key = '', variable = '' } = names[index] ?? {};
    const used = new Set(variablesOf(operation));
    for (const definition of operation.variableDefinitions ?? []) {
      const { name } = definition.variable;
      const own = name.value === planned ? renamed(definition, variable) : definition;
      variables.set(own.variable.name.value, own);
    }
    if (used.has(planned))
      for (const definition of ofCaller)
        if (definition.variable.name.value === planned) variables.set(planned, definition);
    return aliased(entitiesField(operation), key, variable);
  });
  const document = print({
    ...first,
    variableDefinitions: [...variables.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  } as OperationDefinitionNode);
  return stripIgnoredCharacters(document);
}

function named(value: string) {
  return { kind: Kind.NAME, value } as const;
}

function renamed(definition: VariableDefinitionNode, name: string): VariableDefinitionNode {
  return { ...definition, variable: { kind: Kind.VARIABLE, name: named(name) } };
}

function aliased(field: FieldNode, key: string, variable: string): FieldNode {
  const representations: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: named('representations'),
    value: { kind: Kind.VARIABLE, name: named(variable) },
  };
  return {
    ...field,
    ...(key !== '_entities' && { alias: named(key) }),
    arguments: [representations],
  };
}

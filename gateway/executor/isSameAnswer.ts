import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  Kind,
  print,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../fragmentsOf.js';

interface Schemas {
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
}

/** Whether what a subgraph answers to its operation is, as it is, what the caller asked for. */
export function isSameAnswer(
  asked: OperationDefinitionNode,
  document: DocumentNode,
  fetched: OperationDefinitionNode,
  schemas: Schemas,
): boolean {
  const root = schemas.apiSchema.getRootType(asked.operation);
  if (!root) return false;
  const fragments = fragmentsOf(document);
  const askedText = answerShape([asked.selectionSet], root, fragments, schemas);
  const fetchedText = answerShape([fetched.selectionSet], root, new Map(), schemas);
  // The name of the root type is the supergraph's: a subgraph may have another one.
  if (askedText === undefined || hasTypename(asked.selectionSet, fragments)) return false;
  return askedText === fetchedText;
}

/**
 * All that decides what an answer looks like, in its order. Undefined if it depends on the types of objects, if a value
 * may be one that callers must not see, or if it takes more than a look to say.
 */
function answerShape(
  sets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  schemas: Schemas,
): string | undefined {
  const fields = mergedFields(sets, type, fragments, schemas.apiSchema);
  if (!fields) return undefined;
  let shape = '';
  for (const [key, nodes] of fields) {
    const [node, ...others] = nodes;
    if (!node || (others.length > 0 && nodes.some(({ directives }) => directives?.length)))
      return undefined;
    const args = (node.arguments ?? []).map(print).sort().join();
    const directives = (node.directives ?? []).map(print).join(' ');
    shape += `${key}:${node.name.value}(${args})${directives}`;
    if (node.name.value === '__typename') continue;
    const definition = type.getFields()[node.name.value];
    const inner = definition && getNamedType(definition.type);
    if (!inner || isAbstractType(inner)) return undefined;
    if (isEnumType(inner) && hidesValues(inner.name, schemas)) return undefined;
    if (isCompositeType(inner)) {
      const children = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
      const inside = answerShape(children, inner, fragments, schemas);
      if (inside === undefined) return undefined;
      shape += `{${inside}}`;
    }
    shape += ' ';
  }
  return shape;
}

function mergedFields(
  sets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  schema: GraphQLSchema,
): Map<string, FieldNode[]> | undefined {
  const fields = new Map<string, FieldNode[]>();
  return sets.every((set) => set.selections.every(add)) ? fields : undefined;

  function add(selection: SelectionNode): boolean {
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      fields.set(key, [...(fields.get(key) ?? []), selection]);
      return true;
    }
    if (selection.directives?.length) return false;
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!fragment) return false;
    const condition = fragment.typeCondition?.name.value;
    const on = condition === undefined ? type : schema.getType(condition);
    const applies = on === type || (isAbstractType(on) && schema.isSubType(on, type));
    return applies && fragment.selectionSet.selections.every(add);
  }
}

function hidesValues(name: string, { apiSchema, supergraphSchema }: Schemas): boolean {
  const [visible, all] = [apiSchema.getType(name), supergraphSchema.getType(name)];
  return (
    !isEnumType(visible) || !isEnumType(all) || visible.getValues().length < all.getValues().length
  );
}

function hasTypename(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): boolean {
  return selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === '__typename';
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return !fragment || hasTypename(fragment.selectionSet, fragments);
  });
}

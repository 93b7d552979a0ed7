import {
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLNamedOutputType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { responseNameOf, typesInside, typesOn, type Reading, type Types } from './askedFields.js';
import type { Named, Names } from './nameFields.js';

/** Where something is asked for. */
export interface Place {
  /** As far as the schema and the fragments around it say; undefined where callers ask for the schema. */
  readonly type: GraphQLNamedOutputType | undefined;
  /** Types of the objects that may be there; none if callers know none. */
  readonly objects: Types;
  readonly names: Names;
}

/**
 * What is asked at a place under the names that were given to it: without fragments that no object meets, and without
 * type conditions that all meet. What is asked of an object may become nothing.
 */
export function writeOut(
  set: SelectionSetNode,
  place: Place,
  { schema, fragments, findings }: Reading,
): SelectionSetNode {
  return writeSet(set, place);

  function writeSet(given: SelectionSetNode, at: Place): SelectionSetNode {
    findings.count(given.selections.length);
    const selections = given.selections.flatMap((each) =>
      each.kind === Kind.FIELD ? writeField(each, at) : writeFragment(each, at),
    );
    return { kind: Kind.SELECTION_SET, selections };
  }

  function writeFragment(
    selection: Exclude<SelectionNode, FieldNode>,
    at: Place,
  ): readonly SelectionNode[] {
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if (!fragment) return [];
    const condition = fragment.typeCondition?.name.value;
    const objects = typesOn(condition, at.objects, schema);
    if (objects.size === 0 && at.objects.size > 0) {
      findings.asksNobody = true;
      return [];
    }
    const { directives = [] } = selection;
    const narrows = condition !== undefined && !isOf(at.type, condition, schema);
    const type = narrows ? typeNamed(condition, schema) : at.type;
    const selectionSet = writeSet(fragment.selectionSet, { ...at, type, objects });
    if (selectionSet.selections.length === 0) return [];
    return narrows || directives.length > 0
      ? [inlineFragment(narrows ? condition : undefined, selectionSet, directives)]
      : selectionSet.selections;
  }

  /** The field, once for each of its names. */
  function writeField(field: FieldNode, at: Place): readonly SelectionNode[] {
    const byType = at.names.get(responseNameOf(field));
    const typesByName = new Map<Named | undefined, Set<GraphQLObjectType>>();
    for (const type of at.objects) {
      const named = byType?.get(type);
      typesByName.set(named, (typesByName.get(named) ?? new Set()).add(type));
    }
    const [only, ...others] = typesByName;
    if (!only) return [writeAs(undefined, field, at)];
    if (others.length === 0) return [writeAs(only[0], field, at)];
    return [...typesByName].flatMap(([named, types]) =>
      [...types].map((type) => {
        const written = writeAs(named, field, { ...at, type, objects: new Set([type]) });
        return inlineFragment(type.name, { kind: Kind.SELECTION_SET, selections: [written] });
      }),
    );
  }

  function writeAs(named: Named | undefined, field: FieldNode, at: Place): FieldNode {
    const { selectionSet } = field;
    const isRenamed = named !== undefined && named.name !== responseNameOf(field);
    const inside: Place = {
      type: fieldType(field, at.type),
      objects: typesInside(field, at.objects, schema),
      names: named?.inside ?? new Map<string, never>(),
    };
    return {
      ...field,
      ...(isRenamed && { alias: { kind: Kind.NAME, value: named.name } }),
      ...(selectionSet && { selectionSet: writeSet(selectionSet, inside) }),
    };
  }
}

/** Whether a type has all that another one has. */
function isOf(type: Place['type'], other: string, schema: GraphQLSchema): boolean {
  if (!type) return false;
  const abstract = schema.getType(other);
  return (
    type.name === other ||
    (isInterfaceType(abstract) &&
      (isObjectType(type) || isInterfaceType(type)) &&
      schema.isSubType(abstract, type))
  );
}

function typeNamed(name: string, schema: GraphQLSchema): Place['type'] {
  const type = schema.getType(name);
  return isObjectType(type) || isAbstractType(type) ? type : undefined;
}

function fieldType({ name }: FieldNode, type: Place['type']): Place['type'] {
  if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
  const field = type.getFields()[name.value];
  return field && getNamedType(field.type);
}

function inlineFragment(
  type: string | undefined,
  selectionSet: SelectionSetNode,
  directives: InlineFragmentNode['directives'] = [],
): InlineFragmentNode {
  return {
    kind: Kind.INLINE_FRAGMENT,
    ...(type !== undefined && {
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
    }),
    directives,
    selectionSet,
  };
}

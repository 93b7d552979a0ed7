import {
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { Findings } from './Findings.js';

/** What selections are read with. */
export interface Reading {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly findings: Findings;
}

export type Types = ReadonlySet<GraphQLObjectType>;

/** What is asked at one place, and of objects of which types. */
export type Asked = ReadonlyMap<SelectionSetNode, Types>;

/** Fields that objects of some types are asked for under one response name. */
export interface FieldsOfTypes {
  readonly types: Types;
  readonly fields: ReadonlySet<FieldNode>;
}

type FieldsByType = Map<GraphQLObjectType, Set<FieldNode>>;

/** The fields that are asked for at one place, by their response names and by the types of objects, in their order. */
export function fieldsOf(
  asked: Asked,
  { schema, fragments, findings }: Reading,
): ReadonlyMap<string, ReadonlyMap<GraphQLObjectType, ReadonlySet<FieldNode>>> {
  const found = new Map<string, FieldsByType>();
  const add = (field: FieldNode, types: Types) => {
    const name = responseNameOf(field);
    const byType: FieldsByType = found.get(name) ?? new Map<GraphQLObjectType, Set<FieldNode>>();
    found.set(name, byType);
    for (const type of types) byType.set(type, (byType.get(type) ?? new Set()).add(field));
  };
  const collect = (set: SelectionSetNode, types: Types): void => {
    if (types.size === 0) return;
    findings.count(set.selections.length);
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        add(selection, types);
        continue;
      }
      const fragment =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      if (!fragment) continue;
      collect(fragment.selectionSet, typesOn(fragment.typeCondition?.name.value, types, schema));
    }
  };
  for (const [set, types] of asked) collect(set, types);
  return found;
}

/** What is asked inside some fields. */
export function insideOf({ types, fields }: FieldsOfTypes, schema: GraphQLSchema): Asked {
  const asked = new Map<SelectionSetNode, Types>();
  for (const field of fields)
    if (field.selectionSet) asked.set(field.selectionSet, typesInside(field, types, schema));
  return asked;
}

/** The types among these whose objects a fragment is about. */
export function typesOn(condition: string | undefined, types: Types, schema: GraphQLSchema): Types {
  if (condition === undefined) return types;
  const on = schema.getType(condition);
  return new Set(
    [...types].filter((type) => type === on || (isAbstractType(on) && schema.isSubType(on, type))),
  );
}

/** The types that the objects in a field of these types may have; none if there are no objects in it. */
export function typesInside(field: FieldNode, types: Types, schema: GraphQLSchema): Types {
  const inside = new Set<GraphQLObjectType>();
  for (const type of types) {
    const definition = type.getFields()[field.name.value];
    const named = definition && getNamedType(definition.type);
    if (isObjectType(named)) inside.add(named);
    if (isAbstractType(named))
      for (const possible of schema.getPossibleTypes(named)) inside.add(possible);
  }
  return inside;
}

export function responseNameOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

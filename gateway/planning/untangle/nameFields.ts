import { Kind, print, type FieldNode, type GraphQLObjectType } from 'graphql';
import { fieldsOf, insideOf, type Asked, type FieldsOfTypes, type Reading } from './askedFields.js';

/** The names of what is asked at one place: by response names, and by the types of objects. */
export type Names = ReadonlyMap<string, ReadonlyMap<GraphQLObjectType, Named>>;

export interface Named {
  readonly name: string;
  readonly inside: Names;
}

type Fields = FieldsOfTypes['fields'];

/**
 * Gives names to fields, so that what is asked for under one name is the same whatever the objects at a place are: the
 * same field with the same arguments, and so on inside. The first keep their response names.
 */
export function nameFields(asked: Asked, reading: Reading): Names {
  const names = new Map<string, Map<GraphQLObjectType, Named>>();
  for (const [responseName, byType] of fieldsOf(asked, reading)) {
    const named = new Map<GraphQLObjectType, Named>();
    for (const [index, group] of groupsOf(byType, reading).entries()) {
      const name = index === 0 ? responseName : reading.findings.rename(responseName);
      const each = { name, inside: nameFields(insideOf(group, reading.schema), reading) };
      for (const type of group.types) named.set(type, each);
    }
    names.set(responseName, named);
  }
  return names;
}

/** Types that can have one name. */
function groupsOf(
  byType: ReadonlyMap<GraphQLObjectType, Fields>,
  reading: Reading,
): FieldsOfTypes[] {
  const groups: FieldsOfTypes[] = [];
  for (const [type, fields] of byType) {
    const own = { types: new Set([type]), fields };
    const at = groups.findIndex((group) => isOneWith(own, group, reading));
    const group = groups[at];
    if (!group) {
      groups.push(own);
      continue;
    }
    if (!isSame(group.fields, fields)) reading.findings.asksByType = true;
    groups[at] = together(group, own);
  }
  return groups;
}

function isOneWith(some: FieldsOfTypes, others: FieldsOfTypes, reading: Reading): boolean {
  return isSame(some.fields, others.fields) || haveOneMeaning(together(some, others), reading);
}

/** Whether fields ask for the same; the text is compared if they are not themselves the same. */
function isSame(some: Fields, others: Fields): boolean {
  const areSame = some.size === others.size && [...some].every((field) => others.has(field));
  return areSame || textOf(some) === textOf(others);
}

/** Whether fields of one response name are one field, and those inside as well. */
function haveOneMeaning(all: FieldsOfTypes, reading: Reading): boolean {
  if (new Set([...all.fields].map(meaningOf)).size > 1) return false;
  return [...fieldsOf(insideOf(all, reading.schema), reading).values()].every((byType) =>
    [...byType].every(([type, fields]) =>
      haveOneMeaning({ types: new Set([type]), fields }, reading),
    ),
  );
}

function together(some: FieldsOfTypes, others: FieldsOfTypes): FieldsOfTypes {
  return {
    types: new Set([...some.types, ...others.types]),
    fields: new Set([...some.fields, ...others.fields]),
  };
}

function textOf(fields: Fields): string {
  return [...fields].map((field) => print(field)).join(' ');
}

function meaningOf({ name, arguments: args = [] }: FieldNode): string {
  return print({ kind: Kind.FIELD, name, arguments: args });
}

import { Kind, print, type FieldNode, type GraphQLObjectType } from 'graphql';
import { fieldsOf, insideOf, type Asked, type FieldsOfTypes, type Reading } from './askedFields.js';

/** The names of what is asked at one place: by response names, and by the types of objects. */
export type Names = ReadonlyMap<string, ReadonlyMap<GraphQLObjectType, Named>>;

export interface Named {
  readonly name: string;
  readonly inside: Names;
}

export interface Naming extends Reading {
  /** A name that is nowhere else, for a field that cannot have its own. */
  newName(this: void, responseName: string): string;
  /** Told that one field is asked for different things inside it, by the type of the object that has it. */
  noteDifference(this: void): void;
}

type Fields = FieldsOfTypes['fields'];

/**
 * Gives names to fields, so that what is asked for under one name is the same whatever the objects at a place are: the
 * same field with the same arguments, and so on inside. The first keep their response names.
 */
export function nameFields(asked: Asked, naming: Naming): Names {
  const names = new Map<string, Map<GraphQLObjectType, Named>>();
  for (const [responseName, byType] of fieldsOf(asked, naming)) {
    const named = new Map<GraphQLObjectType, Named>();
    for (const [index, group] of groupsOf(byType, naming).entries()) {
      const name = index === 0 ? responseName : naming.newName(responseName);
      const each = { name, inside: nameFields(insideOf(group, naming.schema), naming) };
      for (const type of group.types) named.set(type, each);
    }
    names.set(responseName, named);
  }
  return names;
}

/** Types that can have one name. */
function groupsOf(byType: ReadonlyMap<GraphQLObjectType, Fields>, naming: Naming): FieldsOfTypes[] {
  const groups: FieldsOfTypes[] = [];
  for (const [type, fields] of byType) {
    const own = { types: new Set([type]), fields };
    const at = groups.findIndex((group) => isOneWith(own, group, naming));
    const group = groups[at];
    if (group) groups[at] = together(group, own);
    else groups.push(own);
  }
  return groups;
}

function isOneWith(some: FieldsOfTypes, others: FieldsOfTypes, naming: Naming): boolean {
  if (isSame(some.fields, others.fields)) return true;
  if (!haveOneMeaning(together(some, others), naming)) return false;
  naming.noteDifference();
  return true;
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

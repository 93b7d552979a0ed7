import {
  Kind,
  type ConstArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
} from 'graphql';
import { argumentText } from '../joinDirectives.js';
import { CompositeTypes, isComposite, type CompositeType } from './CompositeTypes.js';
import { parseFieldSet, printFieldSet } from './fieldSet.js';
import { resolvableKeysFirst } from './resolvableKeysFirst.js';
import { rewriteNeeded, rewriteProvided, type Need } from './rewriteFieldSet.js';
import { StandIns, type Coverage } from './StandIns.js';

/** A supergraph for the planner alone, in which what subgraphs need of each other cannot meet what callers ask for. */
export interface RewrittenSupergraph {
  readonly document: DocumentNode;
  readonly types: CompositeTypes;
  readonly standIns: StandIns;
  /** The names of all fields that keys and `@requires` ask for. */
  readonly neededFields: ReadonlySet<string>;
  /** What `@requires` of a field asks for, by the value of join__Graph, the type and the field. */
  readonly needs: ReadonlyMap<string, readonly Need[]>;
}

export function needsKey(graph: string, type: string, field: string): string {
  return `${graph} ${type} ${field}`;
}

/**
 * Federation asks for what a subgraph needs (keys, `@requires`) by the fields' own names, in the same answer in which
 * callers find what they asked for: `comments(limit: 3)` of the one meets `comments(limit: 1)` of the other, and
 * whoever comes second reads the wrong list. Here such fields get a stand-in, a field of its own, which the finished
 * plan asks for as an alias.
 */
export function rewriteSupergraph(
  supergraph: DocumentNode,
  coverage: Coverage,
): RewrittenSupergraph {
  const types = new CompositeTypes(supergraph);
  const standIns = new StandIns(types, coverage);
  const needs = new Map<string, readonly Need[]>();
  const neededFields = new Set<string>();
  const context = { types, standIns, neededFields };

  const rewriteNeeds = (type: CompositeType): CompositeType => ({
    ...type,
    directives: resolvableKeysFirst(
      rewriteArgument(type.directives, 'join__type', 'key', (fields) =>
        printFieldSet(rewriteNeeded(parseFieldSet(fields), type.name.value, context).set),
      ),
    ),
    fields: (type.fields ?? []).map((field) => ({
      ...field,
      directives: rewriteArgument(field.directives, 'join__field', 'requires', (fields, graph) => {
        const rewritten = rewriteNeeded(parseFieldSet(fields), type.name.value, context);
        needs.set(needsKey(graph, type.name.value, field.name.value), rewritten.needs);
        return printFieldSet(rewritten.set);
      }),
    })),
  });
  const addStandIns = (type: CompositeType): CompositeType => {
    const fields = (type.fields ?? []).map((field) => {
      const fieldType = types.typeOf(type.name.value, field.name.value);
      if (fieldType === undefined) return field;
      return {
        ...field,
        directives: rewriteArgument(field.directives, 'join__field', 'provides', (provided) =>
          printFieldSet(rewriteProvided(parseFieldSet(provided), fieldType, context)),
        ),
      };
    });
    return { ...type, fields: [...fields, ...standInFields(type, fields, standIns, needs)] };
  };
  const definitions = supergraph.definitions
    .map((definition) => (isComposite(definition) ? rewriteNeeds(definition) : definition))
    .map((definition) => (isComposite(definition) ? addStandIns(definition) : definition));
  return { document: { ...supergraph, definitions }, types, standIns, neededFields, needs };
}

function standInFields(
  type: CompositeType,
  fields: readonly FieldDefinitionNode[],
  standIns: StandIns,
  needs: Map<string, readonly Need[]>,
): FieldDefinitionNode[] {
  return [...standIns.of(type.name.value)].flatMap(({ name, field }) => {
    const original = fields.find((candidate) => candidate.name.value === field);
    if (!original) return [];
    for (const directive of original.directives ?? []) {
      const graph = argumentText(directive, 'graph') ?? '';
      const own = needs.get(needsKey(graph, type.name.value, field));
      if (own) needs.set(needsKey(graph, type.name.value, name), own);
    }
    return [
      {
        kind: Kind.FIELD_DEFINITION,
        name: { kind: Kind.NAME, value: name },
        type: original.type,
        ...(original.directives && { directives: original.directives }),
      },
    ];
  });
}

function rewriteArgument(
  directives: readonly ConstDirectiveNode[] = [],
  directiveName: string,
  argumentName: string,
  rewrite: (text: string, graph: string) => string,
): ConstDirectiveNode[] {
  return directives.map((directive) => {
    if (directive.name.value !== directiveName) return directive;
    const graph = argumentText(directive, 'graph') ?? '';
    return {
      ...directive,
      arguments: (directive.arguments ?? []).map((argument): ConstArgumentNode => {
        if (argument.name.value !== argumentName || argument.value.kind !== Kind.STRING)
          return argument;
        const value = rewrite(argument.value.value, graph);
        return { ...argument, value: { kind: Kind.STRING, value } };
      }),
    };
  });
}

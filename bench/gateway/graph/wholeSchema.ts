import {
  buildASTSchema,
  Kind,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type ObjectTypeDefinitionNode,
} from 'graphql';
import { subgraphNames, typeDefsOf } from './subgraphs.js';

/** The graph as one schema without subgraphs: what graphql-js answers on it is what every gateway has to answer. */
export function wholeSchema(): GraphQLSchema {
  const types = new Map<string, Map<string, FieldDefinitionNode>>();
  for (const { definitions } of subgraphNames.map(typeDefsOf)) {
    for (const node of definitions) {
      if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.OBJECT_TYPE_EXTENSION)
        throw new Error(`Expected object types only, found ${node.kind}.`);
      const fields = types.get(node.name.value) ?? new Map<string, FieldDefinitionNode>();
      types.set(node.name.value, fields);
      for (const field of node.fields ?? [])
        fields.set(field.name.value, { ...field, directives: [] });
    }
  }
  return buildASTSchema({
    kind: Kind.DOCUMENT,
    definitions: [...types].map(([name, fields]): ObjectTypeDefinitionNode => ({
      kind: Kind.OBJECT_TYPE_DEFINITION,
      name: { kind: Kind.NAME, value: name },
      fields: [...fields.values()],
    })),
  });
}

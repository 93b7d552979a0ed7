import { Kind, visit, type DocumentNode, type OperationDefinitionNode } from 'graphql';

/** The variables that `@skip` and `@include` of an operation name, and of the fragments of its document. */
export function conditionVariables(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): string[] {
  const names = new Set<string>();
  const definitions = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  for (const definition of [operation, ...definitions]) {
    visit(definition, {
      Directive({ name, arguments: args = [] }) {
        if (name.value !== 'skip' && name.value !== 'include') return;
        for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  }
  return [...names];
}

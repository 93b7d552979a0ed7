import {
  Kind,
  isTypeDefinitionNode,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
} from 'graphql';
import { linkedFeatures } from './linkedFeatures.js';

/**
 * The graph as its callers see it: without what is `@inaccessible`, and without the machinery of composition. Told from
 * the text alone, so that a start does not load Apollo's libraries for it.
 */
export function apiDocument(supergraph: DocumentNode): DocumentNode {
  const features = linkedFeatures(supergraph);
  const isHidden = (node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) =>
    (node.directives ?? []).some(({ name }) => name.value === features.inaccessible);
  const hiddenTypes = new Set<string>();
  for (const definition of supergraph.definitions) {
    if (isTypeDefinitionNode(definition) && isHidden(definition))
      hiddenTypes.add(definition.name.value);
  }
  const type = {
    enter: (node: { readonly name: { readonly value: string } }) =>
      hiddenTypes.has(node.name.value) || features.owns('type', node.name.value) ? null : undefined,
  };
  const element = {
    enter: (node: { readonly directives?: readonly ConstDirectiveNode[] | undefined }) =>
      isHidden(node) ? null : undefined,
  };
  return visit(supergraph, {
    [Kind.SCALAR_TYPE_DEFINITION]: type,
    [Kind.OBJECT_TYPE_DEFINITION]: type,
    [Kind.INTERFACE_TYPE_DEFINITION]: type,
    [Kind.UNION_TYPE_DEFINITION]: type,
    [Kind.ENUM_TYPE_DEFINITION]: type,
    [Kind.INPUT_OBJECT_TYPE_DEFINITION]: type,
    [Kind.FIELD_DEFINITION]: element,
    [Kind.INPUT_VALUE_DEFINITION]: element,
    [Kind.ENUM_VALUE_DEFINITION]: element,
    [Kind.DIRECTIVE_DEFINITION]: {
      enter: (node) => (features.owns('directive', node.name.value) ? null : undefined),
    },
    [Kind.DIRECTIVE]: {
      enter: (node) => (features.owns('directive', node.name.value) ? null : undefined),
    },
    // Left of types: those that a union has, and those that a type implements. Fields of hidden types are hidden too.
    [Kind.NAMED_TYPE]: {
      enter: (node, key, parent) =>
        typeof key === 'number' && Array.isArray(parent) && hiddenTypes.has(node.name.value)
          ? null
          : undefined,
    },
  });
}

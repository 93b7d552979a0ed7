import {
  Kind,
  visit,
  type ASTNode,
  type ConstDirectiveNode,
  type EnumTypeDefinitionNode,
} from 'graphql';
import { argumentText, forGraph } from '../joinDirectives.js';
import type { Detached } from './Detached.js';

/** The subgraphs, with the detached one. */
export function withGraph(graphs: EnumTypeDefinitionNode, { name, graph }: Detached) {
  const values = (graphs.values ?? []).flatMap((value) => {
    if (value.name.value !== graph) return [value];
    const directives = (value.directives ?? []).map((directive) => ({
      ...directive,
      arguments: (directive.arguments ?? []).map((argument) =>
        argument.name.value === 'name'
          ? { ...argument, value: { kind: Kind.STRING as const, value: name } }
          : argument,
      ),
    }));
    return [value, { ...value, name: { ...value.name, value: name }, directives }];
  });
  return { ...graphs, values };
}

/** A definition with all that the subgraph has of it once more for the detached one. */
export function copied<Node extends ASTNode>(definition: Node, detached: Detached): Node {
  return visit(definition, {
    enter: (node: ASTNode) =>
      // Definitions have constant directives only.
      'directives' in node
        ? { ...node, directives: bothOf(node.directives as ConstDirectiveNode[], detached) }
        : undefined,
  });
}

/** The directives of a subgraph, once more for the detached one. */
export function bothOf(
  directives: readonly ConstDirectiveNode[] = [],
  { name, graph }: Detached,
): ConstDirectiveNode[] {
  return directives.flatMap((directive) =>
    argumentText(directive, 'graph') === graph
      ? [directive, forGraph(directive, name)]
      : [directive],
  );
}

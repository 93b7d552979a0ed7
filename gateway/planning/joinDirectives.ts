import { Kind, type ConstDirectiveNode, type ConstValueNode } from 'graphql';

/** A text or the name of an enum value. */
export function argumentText(directive: ConstDirectiveNode, name: string): string | undefined {
  const value = valueOf(directive, name);
  return value?.kind === Kind.STRING || value?.kind === Kind.ENUM ? value.value : undefined;
}

export function isInterfaceObject(directive: ConstDirectiveNode): boolean {
  const value = valueOf(directive, 'isInterfaceObject');
  return value?.kind === Kind.BOOLEAN && value.value;
}

/** The directive as it is for another subgraph. */
export function forGraph(directive: ConstDirectiveNode, graph: string): ConstDirectiveNode {
  return {
    ...directive,
    arguments: (directive.arguments ?? []).map((argument) =>
      argument.name.value === 'graph'
        ? { ...argument, value: { kind: Kind.ENUM, value: graph } }
        : argument,
    ),
  };
}

function valueOf(directive: ConstDirectiveNode, name: string): ConstValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === name)?.value;
}

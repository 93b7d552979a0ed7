import { Kind, type ConstDirectiveNode } from 'graphql';

/**
 * Once a subgraph got what it `@requires`, the planner calls it with the first key that stands there, even one by which
 * it resolves nothing: the answer lacks the field then. So those come last.
 */
export function resolvableKeysFirst(
  directives: readonly ConstDirectiveNode[],
): ConstDirectiveNode[] {
  return [
    ...directives.filter((directive) => !isUnresolvable(directive)),
    ...directives.filter(isUnresolvable),
  ];
}

export function isUnresolvable({ name, arguments: args = [] }: ConstDirectiveNode): boolean {
  return (
    name.value === 'join__type' &&
    args.some(
      ({ name: { value: argument }, value }) =>
        argument === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value,
    )
  );
}

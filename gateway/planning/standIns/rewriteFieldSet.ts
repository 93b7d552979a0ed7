import { Kind, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { CompositeTypes } from './CompositeTypes.js';
import type { StandIn, StandIns } from './StandIns.js';

/** A stand-in in a field set, and the fields around it as they are called without stand-ins. */
export interface Need {
  readonly path: string;
  readonly standIn: StandIn;
}

/** The field set with stand-ins in place of their fields, and where they are. */
export function rewriteNeeded(
  set: SelectionSetNode,
  type: string,
  context: { types: CompositeTypes; standIns: StandIns; neededFields: Set<string> },
): { set: SelectionSetNode; needs: readonly Need[] } {
  const needs: Need[] = [];
  const rewrite = (inner: SelectionSetNode, parent: string, path: string): SelectionSetNode => ({
    ...inner,
    selections: inner.selections.map((selection): SelectionNode => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? parent;
        return { ...selection, selectionSet: rewrite(selection.selectionSet, condition, path) };
      }
      const field = selection.name.value;
      const at = `${path}/${field}`;
      context.neededFields.add(field);
      const standIn = context.standIns.for(parent, selection);
      if (standIn) needs.push({ path: at, standIn });
      const fieldType = context.types.typeOf(parent, field);
      return {
        kind: Kind.FIELD,
        name: standIn ? { kind: Kind.NAME, value: standIn.name } : selection.name,
        ...(!standIn && selection.arguments && { arguments: selection.arguments }),
        ...(selection.selectionSet &&
          fieldType !== undefined && {
            selectionSet: rewrite(selection.selectionSet, fieldType, at),
          }),
      };
    }),
  });
  return { set: rewrite(set, type, ''), needs };
}

/** The field set together with the stand-ins of its fields: who provides a field provides them too. */
export function rewriteProvided(
  set: SelectionSetNode,
  type: string,
  context: { types: CompositeTypes; standIns: StandIns },
): SelectionSetNode {
  return {
    ...set,
    selections: set.selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value ?? type;
        return [
          {
            ...selection,
            selectionSet: rewriteProvided(selection.selectionSet, condition, context),
          },
        ];
      }
      const fieldType = context.types.typeOf(type, selection.name.value);
      const field =
        selection.selectionSet && fieldType !== undefined
          ? {
              ...selection,
              selectionSet: rewriteProvided(selection.selectionSet, fieldType, context),
            }
          : selection;
      const standIns = [...context.standIns.of(type)].filter(
        (standIn) => standIn.field === selection.name.value && standIn.arguments.length === 0,
      );
      return [
        field,
        ...standIns.map(({ name }) => ({
          ...field,
          name: { kind: Kind.NAME as const, value: name },
        })),
      ];
    }),
  };
}

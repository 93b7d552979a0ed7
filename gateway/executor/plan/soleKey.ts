import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { isInherited, type JsonObject } from '../ownKeys.js';

/** The one field that tells objects of a type apart, as far as a subgraph is told of them. */
export interface SoleKey {
  readonly type: string;
  /** As the answer has it. */
  readonly name: string;
}

/** Undefined if a fetch is for several types, or if it requires more than one leaf. */
export function soleKeyOf(requires: readonly QueryPlanSelectionNode[]): SoleKey | undefined {
  const [only, ...others] = requires;
  if (only?.kind !== 'InlineFragment' || only.typeCondition === undefined || others.length > 0)
    return undefined;
  const [field, ...further] = only.selections.filter(
    (selection) => selection.kind !== 'Field' || selection.name !== '__typename',
  );
  if (field?.kind !== 'Field' || field.selections?.length || further.length > 0) return undefined;
  const name = field.alias ?? field.name;
  return isInherited(name) ? undefined : { type: only.typeCondition, name };
}

/** What of an object is the same only if its representation is; undefined if that is not so simple. */
export function readSoleKey(object: JsonObject, { type, name }: SoleKey): string | undefined {
  const value = object[name];
  return typeof value === 'string' && object['__typename'] === type ? value : undefined;
}

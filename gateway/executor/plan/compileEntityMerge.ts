import { generate } from '../generate.js';
import { copyTree, mergeField, type Interfaces } from './mergeData.js';
import { readingCode, readOwn, writeOwn, writingCode, type JsonObject } from '../ownKeys.js';

/**
 * Puts the fields of an entity, as a subgraph answered them, to an object of the answer.
 * @param isShared the same entity goes to another object too: what is nested in it must be copied
 */
export type MergeEntity = (target: JsonObject, entity: JsonObject, isShared: boolean) => void;

export interface EntityKeys {
  readonly leaves: readonly string[];
  readonly composites: readonly string[];
}

/** Generates the merging of exactly what a fetch asks for: anything else that came is ignored. */
export function compileEntityMerge(
  { leaves, composites }: EntityKeys,
  interfaces: Interfaces,
): MergeEntity {
  const read = (key: string) => `v=${readingCode('entity', key)};if(v!==undefined)`;
  const body = [
    ...leaves.map((key) =>
      key === '__typename'
        ? `${read(key)}mergeField(target,"__typename",v,interfaces);`
        : `${read(key)}{${writingCode('target', key, 'v')}}`,
    ),
    ...composites.map(
      (key) =>
        `${read(key)}mergeField(target,${JSON.stringify(key)},isShared?copyTree(v):v,interfaces);`,
    ),
  ].join('');
  return generate(`return function(target,entity,isShared){let v;${body}};`, {
    mergeField,
    copyTree,
    interfaces,
    readOwn,
    writeOwn,
  }) as MergeEntity;
}

import { isObject, readOwn, type JsonObject } from '../ownKeys.js';
import { UnsupportedShape } from '../UnsupportedShape.js';

/** The objects of an answer at a path of the plan. Where there is nothing, or null, there are none. */
export type Collect = (data: JsonObject) => JsonObject[];

export function compileCollect(path: readonly string[]): Collect {
  // With types after a bar, as a planner writes that was asked for typeConditionedFetching; ours is not.
  if (path.some((segment) => segment.includes('|'))) throw new UnsupportedShape('a typed path');
  return (data) => {
    const found: JsonObject[] = [];
    collect(data, path, 0, found);
    return found;
  };
}

function collect(
  value: unknown,
  path: readonly string[],
  depth: number,
  found: JsonObject[],
): void {
  let at = value;
  for (let index = depth; index < path.length; index++) {
    const segment = path[index];
    if (segment === undefined || typeof at !== 'object' || at === null) return;
    if (segment === '@') {
      if (!Array.isArray(at)) return;
      for (const element of at) collect(element, path, index + 1, found);
      return;
    }
    at = readOwn(at, segment);
  }
  if (isObject(at)) found.push(at);
}

import { isObject, readOwn, type JsonObject } from '../ownKeys.js';

/** The objects of an answer at a path of the plan. Where there is nothing, or null, there are none. */
export type Collect = (data: JsonObject) => JsonObject[];

/** A step of a path: to a field, or to all elements of a list; and on only if the object there is of one of the types. */
interface PathStep {
  readonly field: string | undefined;
  readonly types: ReadonlySet<unknown> | undefined;
}

/** @param path whose elements are `field`, `@` for all of a list, and both with types: `@|[Film,Song]` */
export function compileCollect(path: readonly string[]): Collect {
  const steps = path.flatMap(readStep);
  return (data) => {
    const found: JsonObject[] = [];
    collect(data, steps, 0, found);
    return found;
  };
}

function readStep(element: string): PathStep[] {
  const [name = '', types] = element.split('|');
  // Paths with types start with an element for the root.
  if (name === '') return [];
  return [
    {
      field: name === '@' ? undefined : name,
      types: types === undefined ? undefined : new Set(types.slice(1, -1).split(',')),
    },
  ];
}

function collect(
  value: unknown,
  steps: readonly PathStep[],
  depth: number,
  found: JsonObject[],
): void {
  let at = value;
  for (let index = depth; index < steps.length; index++) {
    const step = steps[index];
    if (step === undefined || typeof at !== 'object' || at === null) return;
    const { field, types } = step;
    if (field === undefined) {
      if (!Array.isArray(at)) return;
      for (const element of at)
        if (isOneOf(types, element)) collect(element, steps, index + 1, found);
      return;
    }
    at = readOwn(at, field);
    if (!isOneOf(types, at)) return;
  }
  if (isObject(at)) found.push(at);
}

function isOneOf(types: PathStep['types'], value: unknown): boolean {
  if (!types) return true;
  return typeof value === 'object' && value !== null && types.has(readOwn(value, '__typename'));
}

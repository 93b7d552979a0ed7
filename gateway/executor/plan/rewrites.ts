import type { FetchDataRewrite, FetchNode } from '@apollo/query-planner';
import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import type { Path } from '../fetchedPaths.js';
import { readOwn, writeOwn } from '../ownKeys.js';

const fragment = '... on ';

/** The type that an element of a path of the plan asks for; undefined if the element is a key. */
export function typeOf(element: string): string | undefined {
  return element.startsWith(fragment) ? element.slice(fragment.length) : undefined;
}

/** Whether objects of a type are of another one too. Types go by their names in the supergraph. */
export function isOfType(schema: GraphQLSchema, name: string, condition: string): boolean {
  if (name === condition) return true;
  const type = schema.getType(name);
  const conditional = schema.getType(condition);
  if (!isAbstractType(conditional)) return false;
  return (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(conditional, type);
}

/** Changes what a subgraph answered into what the caller asked for, in place. */
export type Rewrite = (value: unknown) => void;

export function compileRewrites(
  schema: GraphQLSchema,
  rewrites: readonly FetchDataRewrite[],
): Rewrite {
  return (value) => {
    for (const rewrite of rewrites) applyAt(value, rewrite, 0);
  };

  function applyAt(value: unknown, rewrite: FetchDataRewrite, depth: number): void {
    if (Array.isArray(value)) {
      for (const element of value) applyAt(element, rewrite, depth);
      return;
    }
    const element = rewrite.path[depth];
    if (typeof value !== 'object' || value === null || element === undefined) return;
    const type = typeOf(element);
    if (type !== undefined) {
      const name = readOwn(value, '__typename');
      if (typeof name !== 'string' || isOfType(schema, name, type))
        applyAt(value, rewrite, depth + 1);
    } else if (depth < rewrite.path.length - 1) {
      applyAt(readOwn(value, element), rewrite, depth + 1);
    } else if (rewrite.kind === 'ValueSetter') {
      writeOwn(value, element, rewrite.setValueTo);
    } else {
      const renamed = readOwn(value, element);
      if (renamed === undefined) return;
      writeOwn(value, rewrite.renameKeyTo, renamed);
      writeOwn(value, element, undefined);
    }
  }
}

/** A path of an error in a subgraph's answer, in the names that the answer has after its rewrites. */
export function renamedPath(path: Path, rewrites: FetchNode['outputRewrites']): Path {
  const renamers = (rewrites ?? []).flatMap((rewrite) =>
    rewrite.kind === 'KeyRenamer'
      ? [{ keys: rewrite.path.filter((element) => !typeOf(element)), to: rewrite.renameKeyTo }]
      : [],
  );
  if (renamers.length === 0) return path;
  const keys: string[] = [];
  return path.map((key) => {
    if (typeof key === 'number') return key;
    keys.push(key);
    const renamer = renamers.find(
      (candidate) =>
        candidate.keys.length === keys.length &&
        candidate.keys.every((own, at) => own === keys[at]),
    );
    return renamer?.to ?? key;
  });
}

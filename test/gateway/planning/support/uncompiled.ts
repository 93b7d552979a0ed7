import { compose } from './compose.js';
import { shareableTypes } from './shareable.js';

const typeCount = 150;
const fields = 'id: ID! f: Wide g: Wide';

/**
 * Beside what `shareable` has, an interface of so many types that code for a few selections inside each other would be
 * more functions than are generated.
 */
export function uncompiled(subgraphs: number): string {
  const types = Array.from(
    { length: typeCount },
    (_, at) => `type W${String(at)} implements Wide { ${fields} }`,
  );
  const wide = `extend type Query { wide: Wide } interface Wide { ${fields} } ${types.join(' ')}`;
  return compose(
    Object.fromEntries(
      Array.from({ length: subgraphs }, (_, at) => [
        `s${String(at)}`,
        shareableTypes(at) + (at === 0 ? wide : ''),
      ]),
    ),
  );
}

/** Fields of the query that are not compiled. */
export const uncompiledFields = `wide { __typename ${twice(4)} }`;

function twice(depth: number): string {
  return depth === 0 ? 'id' : `f { ${twice(depth - 1)} } g { ${twice(depth - 1)} }`;
}

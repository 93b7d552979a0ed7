import { compose } from './compose.js';

/** All fields shareable in all subgraphs: at every level every way to get there is weighed against every other. */
export function shareable(subgraphs: number): string {
  return compose(
    Object.fromEntries(
      Array.from({ length: subgraphs }, (_, at) => [`s${String(at)}`, shareableTypes(at)]),
    ),
  );
}

/** One of these subgraphs. */
export function shareableTypes(at: number): string {
  return /* GraphQL */ `
    type Query { a: Node @shareable }
    interface Node { id: ID! a: Node }
    type A implements Node @key(fields: "id") { id: ID! a: Node @shareable x${String(at)}: Int }
    type B implements Node @key(fields: "id") { id: ID! a: Node @shareable x: Int @shareable }
  `;
}

/** A thing that a subgraph can answer from: an object with its `__typename`, whose fields are values or functions of arguments. */
export type Row = Readonly<Record<string, unknown>>;

/** All that the subgraphs of a topic know together. Each of them tells only what its schema has. */
export interface World {
  readonly Query: Row;
  readonly Mutation?: Row;
  /** What can be found by its key. */
  readonly entities?: readonly Row[];
}

/**
 * A field that is worked out. Of a field with `@requires` the first argument is what it requires and nothing else, as
 * the subgraph gets it in a representation; of others it is the row.
 */
export type Computed = (from: Row, args: Row) => unknown;

/** The schema of a subgraph: federation 2 with all its directives imported, or as it is written (also federation 1). */
export type SubgraphSchema = string | { readonly federation?: 1; readonly sdl: string };

export interface Operation {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/**
 * Some subgraphs, what they know, and operations to ask them for. What the right answers are is written nowhere:
 * graphql-js works it out from the same world and the schema that the subgraphs compose into.
 */
export interface Topic {
  readonly name: string;
  readonly subgraphs: Readonly<Record<string, SubgraphSchema>>;
  /** A new world each time, so that mutations start from the same one. */
  world(): World;
  /** By `Type.field`; for a field of an interface object, by the name of the interface. */
  readonly computed?: Readonly<Record<string, Computed>>;
  readonly operations: readonly (string | Operation)[];
}

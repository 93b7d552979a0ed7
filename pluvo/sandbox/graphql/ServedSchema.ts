import { validateSchema, type GraphQLSchema } from 'graphql';
import { Documents } from './Documents.js';
import { loadSchema } from './loadSchema.js';

/** The schema that is served now, and the documents that were checked against it. */
export class ServedSchema {
  #without: readonly string[] = [];
  #schema = loadSchema();
  #documents = new Documents(this.#schema);

  get schema(): GraphQLSchema {
    return this.#schema;
  }

  get documents(): Documents {
    return this.#documents;
  }

  /** What Pluvo's schema has and this one has not. */
  get without(): readonly string[] {
    return this.#without;
  }

  /**
   * Serves Pluvo's schema without these fields and arguments, and nothing else missing; with none, all of it.
   * @throws RangeError if there is no such field, or nothing would be left where something must be.
   */
  lose(coordinates: readonly string[]): void {
    const schema = loadSchema(coordinates);
    const [problem] = validateSchema(schema);
    if (problem) throw new RangeError(`Expected a schema that can be served: ${problem.message}`);
    this.#without = coordinates;
    this.#schema = schema;
    this.#documents = new Documents(schema);
  }
}

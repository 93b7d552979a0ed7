import type { GraphQLSchema } from 'graphql';
import { PluvoError } from '../errors.js';
import { fitOperation, type Fit } from './fitOperation.js';
import type { Operation } from './Operation.js';

/** What is known of Pluvo's schema: nothing until it was read, then what was read last. */
export class KnownSchema {
  #schema: GraphQLSchema | undefined;
  /** By document: there are few, and a portfolio is asked for with each request. */
  #fits = new Map<string, Fit>();
  #onDoubt: () => void = () => undefined;

  learn(schema: GraphQLSchema): void {
    this.#schema = schema;
    this.#fits = new Map();
  }

  /**
   * The operation as Pluvo can answer it: without the fields that are lost.
   * @throws PluvoError PLUVO_FIELD_LOST if it needs one of them; then it must not be sent.
   */
  fitted<O extends Operation>(operation: O): O {
    if (!this.#schema) return operation;
    const fit = this.#fits.get(operation.document) ?? fitOperation(this.#schema, operation);
    this.#fits.set(operation.document, fit);
    if (fit.losses.length === 0) return operation;
    if (fit.document !== undefined) return { ...operation, document: fit.document };
    const lost = fit.losses.map(({ coordinate }) => coordinate);
    throw new PluvoError(
      'PLUVO_FIELD_LOST',
      `Expected Pluvo's schema to have ${lost.join(', ')}, without which ${operation.name} cannot be asked.`,
      { details: { lost } },
    );
  }

  /** Pluvo refused something that fits what is known: it may have changed. */
  doubt(): void {
    this.#onDoubt();
  }

  /** One listener: whoever reads the schema again. */
  onDoubt(listener: () => void): void {
    this.#onDoubt = listener;
  }
}

import { PluvoError } from './errors.js';

/**
 * Pluvo carried the request out, and some of its fields failed. What the others would have brought is lost with them if
 * one that failed must not be null: then the whole answer is.
 */
export class RefusedFields extends PluvoError {
  /** Root fields that failed, by the names that they have in the answer. */
  readonly names: ReadonlySet<string>;

  constructor(message: string, names: ReadonlySet<string>) {
    super('PLUVO_REFUSED', message);
    this.names = names;
  }
}

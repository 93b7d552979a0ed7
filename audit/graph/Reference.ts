import type { Row } from '../Topic.js';

/** An entity as a subgraph gets to know it: by its key, and with what else the representation holds. */
export class Reference {
  readonly row: Row;
  readonly representation: Row;

  constructor(row: Row, representation: Row) {
    this.row = row;
    this.representation = representation;
  }
}

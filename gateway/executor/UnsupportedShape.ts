/** Thrown while an operation is compiled, if its plan holds something that only @apollo/gateway's executor can run. */
export class UnsupportedShape extends Error {
  /** What it is, in few words: a label of metrics. */
  readonly shape: string;

  constructor(shape: string) {
    super(`Expected a plan that can be compiled, got one with ${shape}.`);
    this.name = 'UnsupportedShape';
    this.shape = shape;
  }
}

/** Something that was started and can be stopped, once. */
export interface Running {
  stop(): Promise<void>;
}

/** Closes one thing; what it returns is awaited. */
export type Closing = () => unknown;

/**
 * Collects the closings of what was opened, and runs them in reverse order: servers before the stores they use. A
 * closing that fails does not keep the others from running.
 */
export class Closings {
  readonly #closings: Closing[] = [];

  add(closing: Closing): void {
    this.#closings.push(closing);
  }

  async run(): Promise<void> {
    const errors: unknown[] = [];
    for (let closing = this.#closings.pop(); closing; closing = this.#closings.pop()) {
      try {
        await closing();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'Not everything could be closed.');
  }
}

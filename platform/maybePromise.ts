/**
 * A value that is often there already. Whoever needs it then goes on at once: no promise, no turn of the queue, and
 * GraphQL answers the whole request in one go.
 */
export type MaybePromise<Value> = Value | Promise<Value>;

/** Goes on with a value: at once if it is there, else when it comes. */
export function andThen<Value, Result>(
  value: MaybePromise<Value>,
  next: (value: Value) => Result,
): MaybePromise<Result> {
  return value instanceof Promise ? value.then(next) : next(value);
}

/** Runs to the end steps that yield what they wait for: at once as long as it is there. */
export function runSteps<Needed, Result>(
  steps: Generator<MaybePromise<Needed>, Result, Needed>,
): MaybePromise<Result> {
  return goOn(steps, steps.next());
}

function goOn<Needed, Result>(
  steps: Generator<MaybePromise<Needed>, Result, Needed>,
  first: IteratorResult<MaybePromise<Needed>, Result>,
): MaybePromise<Result> {
  let step = first;
  while (!step.done) {
    const needed = step.value;
    if (needed instanceof Promise) {
      return needed.then(
        (value) => goOn(steps, steps.next(value)),
        (error: unknown) => goOn(steps, steps.throw(error)),
      );
    }
    step = steps.next(needed);
  }
  return step.value;
}

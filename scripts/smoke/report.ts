/** What became of one step. */
export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  /** What was seen, or what went wrong. */
  readonly detail: string;
  readonly durationMs: number;
}

/** Runs a step under its name; what it throws ends the story. */
export type Step = <Seen>(
  name: string,
  work: () => Promise<Seen>,
  tell: (seen: Seen) => string,
) => Promise<Seen>;

/** @throws Error with what was expected, as the reason why a step failed. */
export function expectThat(condition: boolean, expectation: string): asserts condition {
  if (!condition) throw new Error(`expected ${expectation}`);
}

/**
 * Runs a story step by step, up to the first step that fails: later ones build on it.
 * @param onStep is told of every step when it ends.
 */
export async function runStory(
  story: (step: Step) => Promise<void>,
  onStep: (result: StepResult) => void,
): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  const step: Step = async (name, work, tell) => {
    const startedMs = performance.now();
    const end = (ok: boolean, detail: string) => {
      const durationMs = Math.round(performance.now() - startedMs);
      const result = { name, ok, detail, durationMs };
      results.push(result);
      onStep(result);
    };
    try {
      const seen = await work();
      end(true, tell(seen));
      return seen;
    } catch (error) {
      end(false, error instanceof Error ? error.message : String(error));
      throw error;
    }
  };
  await story(step).catch((error: unknown) => {
    // A failed step has said so; anything else is a fault of the story itself.
    if (results.at(-1)?.ok !== false) throw error;
  });
  return results;
}

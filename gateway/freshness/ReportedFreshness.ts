import { z } from 'zod';

const reportSchema = z.object({
  freshness: z.object({
    ageMs: z.number(),
    stale: z.array(z.object({ field: z.string(), ageMs: z.number(), reason: z.string() })),
    generations: z.record(z.string(), z.string()).optional(),
  }),
});

/** A part of an answer that may no longer be true, as its subgraph reported it. */
export type StalePart = z.output<typeof reportSchema>['freshness']['stale'][number];

/** By tags: under which generations parts of an answer were read. */
export type ReadUnder = ReadonlyMap<string, string>;

const none: ReadUnder = new Map();

/** Gathers what the subgraphs of one request say about the age of their answers (`extensions.freshness`). */
export class ReportedFreshness {
  #ageMs: number | undefined;
  readonly #stale: StalePart[] = [];
  #generations: Map<string, string> | undefined;
  #isTorn = false;

  /** Takes the extensions of a subgraph's answer; those of subgraphs that are not ours may hold anything. */
  note(extensions: unknown): void {
    const report = reportSchema.safeParse(extensions).data?.freshness;
    if (!report) return;
    this.noteAge(report.ageMs);
    this.#stale.push(...report.stale);
    for (const [tag, generation] of Object.entries(report.generations ?? {})) {
      this.#generations ??= new Map();
      const noted = this.#generations.get(tag);
      if (noted !== undefined && noted !== generation) this.#isTorn = true;
      this.#generations.set(tag, generation);
    }
  }

  noteAge(ageMs: number): void {
    this.#ageMs = Math.max(this.#ageMs ?? 0, ageMs);
  }

  /** Age of the oldest part that came from a cache; undefined if none did. */
  get ageMs(): number | undefined {
    return this.#ageMs;
  }

  get stale(): readonly StalePart[] {
    return this.#stale;
  }

  /** Undefined if parts were read on both sides of an invalidation. */
  get generations(): ReadUnder | undefined {
    return this.#isTorn ? undefined : (this.#generations ?? none);
  }
}

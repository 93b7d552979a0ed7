import { z } from 'zod';

const reportSchema = z.object({
  freshness: z.object({
    ageMs: z.number(),
    stale: z.array(z.object({ field: z.string(), ageMs: z.number(), reason: z.string() })),
  }),
});

/** A part of an answer that may no longer be true, as its subgraph reported it. */
export type StalePart = z.output<typeof reportSchema>['freshness']['stale'][number];

/** Gathers what the subgraphs of one request say about the age of their answers (`extensions.freshness`). */
export class ReportedFreshness {
  #ageMs: number | undefined;
  readonly #stale: StalePart[] = [];

  /** Takes the extensions of a subgraph's answer; those of subgraphs that are not ours may hold anything. */
  note(extensions: unknown): void {
    const report = reportSchema.safeParse(extensions).data?.freshness;
    if (!report) return;
    this.#ageMs = Math.max(this.#ageMs ?? 0, report.ageMs);
    this.#stale.push(...report.stale);
  }

  /** Age of the oldest part that came from a cache; undefined if none did. */
  get ageMs(): number | undefined {
    return this.#ageMs;
  }

  get stale(): readonly StalePart[] {
    return this.#stale;
  }
}

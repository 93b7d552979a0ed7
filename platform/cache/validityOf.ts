import type { Cached, Envelope, Validity } from './CachePolicy.js';

/**
 * So many times the length of a fetch before its end a hot value has most likely been renewed, if it was read
 * (`isDueEarly`). What is made of a value ends by then, or nobody would read it in time, and it would become stale instead.
 */
const fetchesBeforeEnd = 3;

export function validityOf(
  { tags }: Pick<Cached, 'tags'>,
  { generations, softUntilMs, fetchMs }: Envelope<unknown>,
  nowMs: number,
): Validity {
  const forMs = Math.max(0, softUntilMs - fetchesBeforeEnd * fetchMs - nowMs);
  return { forMs, tags, generations };
}

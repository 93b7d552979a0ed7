import type { Envelope } from './CachePolicy.js';

/**
 * Whether a fresh value is better fetched again now: the likelier, the closer its end and the longer a fetch takes, so
 * that a hot value is renewed by one lucky reader before it expires for all (Vattani, Chierichetti and Lowenstein,
 * "Optimal Probabilistic Cache Stampede Prevention", 2015, with beta 1).
 * @param random from 0 to below 1
 */
export function isDueEarly(
  { fetchMs, softUntilMs }: Pick<Envelope<unknown>, 'fetchMs' | 'softUntilMs'>,
  nowMs: number,
  random: number,
): boolean {
  return nowMs - fetchMs * Math.log(1 - random) >= softUntilMs;
}

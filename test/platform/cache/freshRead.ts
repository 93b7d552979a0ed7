import { expect } from '@jest/globals';

/** What a reader gets of a fresh value: how long it may be kept comes with it, and nothing of staleness. */
export function freshRead(value: unknown, ageMs: number): unknown {
  return { value, ageMs, validity: expect.objectContaining({ forMs: expect.any(Number) }) };
}

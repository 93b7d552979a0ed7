import { unchanged, type Change, type Chunk } from './Chunk.js';

/** What a person who looked in Pluvo says about somebody who is PARKED; it changes nobody else. */
export function decide(
  chunk: Chunk,
  pluvoUserId: string,
  { issued }: { readonly issued: boolean },
): Change {
  const person = chunk.people.find((one) => one.pluvoUserId === pluvoUserId);
  if (person?.status !== 'PARKED') return unchanged(chunk);
  const decided = issued
    ? { ...person, status: 'ISSUED' as const, failure: undefined }
    : { ...person, status: 'FAILED' as const, failure: 'RESOLVED_NOT_ISSUED' as const };
  const detail = issued ? 'ISSUED' : 'NOT_ISSUED';
  return {
    chunk: { ...chunk, people: chunk.people.map((one) => (one === person ? decided : one)) },
    events: [{ kind: 'DECIDED', pluvoUserIds: [pluvoUserId], detail }],
  };
}

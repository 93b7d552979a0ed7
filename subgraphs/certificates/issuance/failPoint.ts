/**
 * Named places in the life of an issuance where a test may end the process, to prove that whoever comes after it goes
 * on without a second certificate. In the order in which one issuance passes them.
 */
export const failPoints = [
  'before-accept',
  'accepted',
  'resolving',
  'planned',
  'intent-written',
  'answered',
  'recorded',
  'reconciling',
  'reconciled',
  'finished',
] as const;

export type FailPoint = (typeof failPoints)[number];

/** Besides these, one in the life of a webhook: it was answered and claimed, and nothing has been done about it. */
export const allFailPoints = [...failPoints, 'webhook-claimed'] as const;

export type AnyFailPoint = (typeof allFailPoints)[number];

/** Called at each place; does nothing, or ends the process there. */
export type Reached = (place: FailPoint) => void;

/** Ends this process as `kill -9` does when the chosen place is reached: nothing is flushed, closed or answered. */
export function dieAt(chosen: AnyFailPoint | undefined): (place: AnyFailPoint) => void {
  return (place) => {
    if (place === chosen) process.kill(process.pid, 'SIGKILL');
  };
}

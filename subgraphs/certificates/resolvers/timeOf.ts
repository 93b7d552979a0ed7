/** RFC 3339 in UTC; null for what has not happened. */
export function timeOf(instantMs: number): string;
export function timeOf(instantMs: number | undefined): string | null;
export function timeOf(instantMs: number | undefined): string | null {
  return instantMs === undefined ? null : new Date(instantMs).toISOString();
}

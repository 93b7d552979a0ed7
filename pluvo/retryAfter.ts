/** The wait a `Retry-After` header asks for: seconds or a date (RFC 9110, section 10.2.3); undefined if it is neither. */
export function retryAfterMs(header: string, nowMs: number): number | undefined {
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

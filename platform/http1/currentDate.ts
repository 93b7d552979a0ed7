let second = -1;
let text = '';

/** The header Date (RFC 9110, section 6.6.1): written once a second. */
export function currentDate(): string {
  const nowMs = Date.now();
  const now = Math.floor(nowMs / 1_000);
  if (now !== second) {
    second = now;
    text = new Date(nowMs).toUTCString();
  }
  return text;
}

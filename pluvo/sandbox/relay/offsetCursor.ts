const prefix = 'arrayconnection:';

export function cursorAt(offset: number): string {
  return Buffer.from(`${prefix}${String(offset)}`).toString('base64');
}

/** The offset in a cursor; undefined if there is none, or if it is not a cursor: Graphene ignores such a one silently. */
export function offsetOf(cursor: string | null | undefined): number | undefined {
  const text = Buffer.from(cursor ?? '', 'base64').toString();
  const digits = text.startsWith(prefix) ? text.slice(prefix.length) : '';
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

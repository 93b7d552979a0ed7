import { decodeCursor, encodeCursor, invalidCursor } from '../../../platform/relay/cursor.js';
import type { EventRecord, IssuanceRecord, RecipientRecord } from './Ledger.js';

/** The cursors of what the ledger pages through: where an entry stands in its order. */

export function recipientCursor({ position }: Pick<RecipientRecord, 'position'>): string {
  return encodeCursor('recipient', String(position));
}

export function eventCursor({ sequence }: Pick<EventRecord, 'sequence'>): string {
  return encodeCursor('event', String(sequence));
}

export function issuanceCursor({
  createdAtMs,
  id,
}: Pick<IssuanceRecord, 'createdAtMs' | 'id'>): string {
  return encodeCursor('issuance', `${String(createdAtMs)}:${id}`);
}

/** @throws PlatformError INVALID_CURSOR, like all below. */
export function positionOf(cursor: string): number {
  return numberOf('recipient', cursor);
}

export function sequenceOf(cursor: string): number {
  return numberOf('event', cursor);
}

export function placeOf(cursor: string): Pick<IssuanceRecord, 'createdAtMs' | 'id'> {
  const place = /^(\d{1,15}):([\w-]+)$/.exec(decodeCursor('issuance', cursor));
  if (!place) throw invalidCursor(cursor);
  const [, createdAtMs, id = ''] = place;
  return { createdAtMs: Number(createdAtMs), id };
}

function numberOf(connection: string, cursor: string): number {
  const number = decodeCursor(connection, cursor);
  if (!/^\d{1,9}$/.test(number)) throw invalidCursor(cursor);
  return Number(number);
}

import type { FailureCode } from '../failures.js';
import type { RecipientStatus } from '../states.js';

export const chunkStatuses = ['READY', 'SENDING', 'UNKNOWN', 'RECONCILING', 'DONE'] as const;

/**
 * ```
 * READY ─► SENDING ─► DONE
 *   ▲         │ not sent, or refused before execution: READY
 *   │         └─► UNKNOWN ─► RECONCILING ─► DONE
 *   └──────────── only those who are provably absent ┘
 * ```
 */
export type ChunkStatus = (typeof chunkStatuses)[number];

/** OPEN: follows the chunk. The others are decided, whatever the chunk does. */
export type PersonStatus = 'OPEN' | 'ISSUED' | 'FAILED' | 'PARKED';

export interface Person {
  readonly pluvoUserId: string;
  readonly status: PersonStatus;
  readonly failure: FailureCode | undefined;
  /** Which sending Pluvo said had issued to them; undefined if that is known in another way, or not at all. */
  readonly issuedInAttempt: number | undefined;
  /** What was found in their portfolio. */
  readonly portfolioItemId: string | undefined;
}

/**
 * The people of one call to Pluvo and what is known about them. The functions of this folder say how it changes: they
 * take a chunk and a fact, and give the chunk as it is then. They know no clock and do no I/O. Instants are milliseconds
 * of the ledger's clock.
 */
export interface Chunk {
  /** From 0, in the order in which chunks were cut. */
  readonly number: number;
  readonly status: ChunkStatus;
  /** How often it was about to be sent. */
  readonly attempt: number;
  /** Names the latest sending: no two have the same, whoever makes them. Undefined before the first. */
  readonly sendingId: string | undefined;
  /** When the latest sending had to set out at the latest; 0 before the first. */
  readonly sendByMs: number;
  /** When there is something to do for it; undefined if there is nothing, or somebody is at it. */
  readonly dueAtMs: number | undefined;
  /** How often it was sent once more after an unknown outcome. */
  readonly resends: number;
  /** How often portfolios were looked into after everything was done. */
  readonly looks: number;
  readonly people: readonly Person[];
}

/** One sending of a chunk: a result belongs to one sending. */
export interface Sending {
  readonly id: string;
  /** From 1. */
  readonly attempt: number;
}

export const eventKinds = [
  'ACCEPTED',
  'PLANNED',
  'SENDING',
  'NOT_SENT',
  'SETTLED',
  'OUTCOME_UNKNOWN',
  'FOUND',
  'ABSENT',
  'RESEND',
  'PARKED',
  'DECIDED',
  'DUPLICATE_DETECTED',
  'ALARM',
  'CANCELLED',
  'REDRIVEN',
  'FINISHED',
] as const;

/** Something that happened, for the audit trail. No e-mail address is in it. */
export interface ChunkEvent {
  readonly kind: (typeof eventKinds)[number];
  readonly attempt?: number;
  /** Whom it is about, if not everybody of the chunk. */
  readonly pluvoUserIds?: readonly string[];
  readonly detail?: string;
}

/** What a fact makes of a chunk. The same chunk, and no event, if the fact changes nothing. */
export interface Change {
  readonly chunk: Chunk;
  readonly events: readonly ChunkEvent[];
}

export function unchanged(chunk: Chunk): Change {
  return { chunk, events: [] };
}

export function openPeople({ people }: Chunk): readonly string[] {
  return usersWith(people, 'OPEN');
}

export function usersWith(people: readonly Person[], status: PersonStatus): readonly string[] {
  return people.flatMap((person) => (person.status === status ? person.pluvoUserId : []));
}

/** What callers see of a person. */
export function recipientStatus(
  person: PersonStatus,
  chunk: ChunkStatus | undefined,
): RecipientStatus {
  if (person !== 'OPEN') return person;
  switch (chunk) {
    case undefined:
    case 'READY':
    // Nobody is open in a chunk that is done.
    case 'DONE':
      return 'READY';
    case 'SENDING':
      return 'SENDING';
    case 'UNKNOWN':
    case 'RECONCILING':
      return 'UNKNOWN';
  }
}

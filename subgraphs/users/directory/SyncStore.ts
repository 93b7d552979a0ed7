import type { ImportedPerson } from './planImport.js';

/** Who reads, and until when nobody else may begin. */
export interface SyncLease {
  readonly owner: string;
  readonly untilMs: number;
}

export interface PageToImport {
  readonly people: readonly ImportedPerson[];
  /** When it was asked for: who is known as of a later instant stays as they are. */
  readonly askedAtMs: number;
  /** The source's cursor behind this page; null if it was the last one. */
  readonly next: string | null;
}

export interface Imported {
  readonly created: number;
  /** Known people in whose record something changed, among them the newly linked ones. */
  readonly updated: number;
  /** Known people who got their Pluvo id now. */
  readonly linked: number;
  /** Pluvo ids of those who could not be taken over as they are, because somebody else here has their address. */
  readonly conflicts: readonly string[];
}

/**
 * How far the reading of people from Pluvo has come. Every method rejects with STORE_UNAVAILABLE while the database
 * cannot be reached.
 */
export interface SyncStore {
  /**
   * Takes the lease if nobody holds it or it is over.
   * @returns the cursor to go on behind; null to begin.
   * @throws UsersError SYNC_IN_PROGRESS if somebody else holds it.
   */
  takeLease(lease: SyncLease, nowMs: number): Promise<string | null>;
  /**
   * Stores a page together with the cursor behind it, and prolongs the lease.
   * @throws UsersError SYNC_IN_PROGRESS if somebody else has taken the lease since; then nothing was stored.
   */
  importPage(lease: SyncLease, page: PageToImport, nowMs: number): Promise<Imported>;
  /** Gives the lease back, if the owner still has it; without an owner, whoever has it. */
  releaseLease(owner?: string): Promise<void>;
  /** Whether all people have been read at least once. */
  hasFinished(): Promise<boolean>;
}

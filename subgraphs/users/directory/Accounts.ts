import type { ImportedPerson } from './planImport.js';

/**
 * - `applied`: the directory says what Pluvo said.
 * - `conflict`: as far as that goes: somebody else here has the address, see planImport.
 * - `outdated`: something newer was known already, and nothing has changed.
 */
export type AccountChange = 'applied' | 'conflict' | 'outdated';

/**
 * What Pluvo tells about single accounts, each as of an instant. An older one never undoes a newer one, in whatever order
 * they come; of two as of the same instant the one that comes later counts. Every method rejects with STORE_UNAVAILABLE
 * while the database cannot be reached.
 */
export interface Accounts {
  save(person: ImportedPerson, asOfMs: number, nowMs: number): Promise<AccountChange>;
  /** The account is gone: whoever had it stays in the directory, and can be linked to another one. */
  remove(pluvoId: string, asOfMs: number, nowMs: number): Promise<AccountChange>;
}

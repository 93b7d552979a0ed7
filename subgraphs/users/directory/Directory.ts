import type { Window } from '../../../platform/relay/windowArguments.js';
import type { Person } from './Person.js';

/** A person to create or to update. */
export interface PersonToSave {
  /** Whom to update; without it the address says so. Somebody unknown is created under it. */
  readonly id?: string | undefined;
  readonly email: string;
  readonly name: string;
  readonly isActive: boolean;
  /** null unlinks; undefined leaves the link as it is. */
  readonly pluvoId?: string | null | undefined;
}

export interface Saved {
  /** In the order in which they were given. */
  readonly people: readonly Person[];
  readonly created: number;
  readonly updated: number;
}

/** Some people in the order of their addresses, and whether there are more on either side. */
export interface PeoplePage {
  readonly people: readonly Person[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  /** What the page was searched by. */
  readonly search: string | undefined;
}

/** The people of the organization. Every method rejects with STORE_UNAVAILABLE while the database cannot be reached. */
export interface Directory {
  /** In the order of the ids; null for those nobody has. */
  findByIds(ids: readonly string[]): Promise<(Person | null)[]>;
  /** In the order of the addresses, which are compared by their keys; null for those nobody has. */
  findByEmails(emails: readonly string[]): Promise<(Person | null)[]>;
  /**
   * One page of everybody whose name or address contains the text, without regard to case.
   * @param window positions are e-mail keys.
   */
  page(window: Window, search: string | undefined): Promise<PeoplePage>;
  count(search: string | undefined): Promise<number>;
  /**
   * Saves all of them, or none.
   * @throws UsersError DUPLICATE_USER, EMAIL_TAKEN or PLUVO_ID_TAKEN, each listing positions.
   */
  save(people: readonly PersonToSave[], nowMs: number): Promise<Saved>;
  /** Resolves if the directory can answer. */
  ready(): Promise<void>;
}

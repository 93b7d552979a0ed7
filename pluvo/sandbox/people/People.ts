import { emailKey } from '../../../platform/email.js';
import { IndexedUuids } from '../seed/IndexedUuids.js';
import { GeneratedPeople } from './GeneratedPeople.js';
import type { Person } from './Person.js';

/** People in Pluvo's order, of which each is made only when it is asked for. */
export interface PeopleList {
  readonly count: number;
  at(offset: number): Person;
}

/**
 * Everybody of the pretend organization. Only what differs from the generated people is kept in memory. A person's
 * place in the order (their ordinal) never changes: the generated ones come first, the added ones after them.
 */
export class People {
  readonly #generated: GeneratedPeople;
  readonly #addedIds: IndexedUuids;
  /** By ordinal: who differs from what was generated; null if deleted. Added people are all in here. */
  readonly #changed = new Map<number, Person | null>();
  readonly #ordinalByEmail = new Map<string, number>();
  readonly #ordinalByRef = new Map<string, number>();
  #added = 0;
  #deleted = 0;
  /** Ordinals of the active (false) and of the archived (true), until somebody changes. */
  readonly #selections = new Map<boolean | undefined, Uint32Array>();

  constructor(seed: string, size: number) {
    this.#generated = new GeneratedPeople(seed, size);
    this.#addedIds = new IndexedUuids(seed, 'added person');
  }

  byId(id: string): Person | undefined {
    const ordinal = this.#ordinalOf(id);
    return ordinal === undefined ? undefined : this.#at(ordinal);
  }

  byEmail(email: string): Person | undefined {
    const key = emailKey(email);
    const ordinal = this.#ordinalByEmail.get(key) ?? this.#generated.indexOfEmail(key);
    const person = ordinal === undefined ? undefined : this.#at(ordinal);
    return person && emailKey(person.email) === key ? person : undefined;
  }

  byRef(ref: string): Person | undefined {
    const ordinal = this.#ordinalByRef.get(ref) ?? this.#generated.indexOfRef(ref);
    const person = ordinal === undefined ? undefined : this.#at(ordinal);
    return person?.ref === ref ? person : undefined;
  }

  /** The place of a generated person in the order; undefined for others. */
  generatedIndexOf(id: string): number | undefined {
    return this.#generated.indexOfId(id);
  }

  generatedIdAt(index: number): string | undefined {
    return this.#generated.idAt(index);
  }

  /** Everybody; or, by `archived`, only the inactive (true) or the active (false). */
  list(archived: boolean | undefined): PeopleList {
    const wholeCount = this.#generated.size + this.#added;
    if (archived === undefined && this.#deleted === 0) {
      return { count: wholeCount, at: (offset) => this.#listedAt(offset) };
    }
    const ordinals = this.#selections.get(archived) ?? this.#select(archived, wholeCount);
    this.#selections.set(archived, ordinals);
    return { count: ordinals.length, at: (offset) => this.#listedAt(ordinals[offset] ?? -1) };
  }

  /** The id that the next added person gets. */
  nextId(): string {
    return this.#addedIds.encode(this.#added);
  }

  /** Adds the person who has `nextId()`, or changes the one who has the id; others are passed over. */
  save(person: Person): void {
    if (person.id === this.nextId()) this.#added += 1;
    const ordinal = this.#ordinalOf(person.id);
    if (ordinal === undefined) return;
    this.#changed.set(ordinal, person);
    this.#ordinalByEmail.set(emailKey(person.email), ordinal);
    if (person.ref !== null) this.#ordinalByRef.set(person.ref, ordinal);
    this.#selections.clear();
  }

  delete(id: string): void {
    const ordinal = this.#ordinalOf(id);
    if (ordinal === undefined || !this.#at(ordinal)) return;
    this.#changed.set(ordinal, null);
    this.#deleted += 1;
    this.#selections.clear();
  }

  #ordinalOf(id: string): number | undefined {
    const index = this.#generated.indexOfId(id);
    if (index !== undefined) return index;
    const added = this.#addedIds.decode(id);
    return added !== undefined && added < this.#added ? this.#generated.size + added : undefined;
  }

  #at(ordinal: number): Person | undefined {
    const changed = this.#changed.get(ordinal);
    if (changed !== undefined) return changed ?? undefined;
    return ordinal < this.#generated.size ? this.#generated.at(ordinal) : undefined;
  }

  #listedAt(ordinal: number): Person {
    const person = this.#at(ordinal);
    if (!person) throw new RangeError('Expected an offset within the list of people.');
    return person;
  }

  #select(archived: boolean | undefined, wholeCount: number): Uint32Array {
    const ordinals = new Uint32Array(wholeCount);
    let count = 0;
    for (let ordinal = 0; ordinal < wholeCount; ordinal += 1) {
      const changed = this.#changed.get(ordinal);
      if (changed === null) continue;
      const isActive = changed?.isActive ?? this.#generated.isActiveAt(ordinal);
      if (archived === undefined || isActive !== archived) ordinals[count++] = ordinal;
    }
    return ordinals.slice(0, count);
  }
}

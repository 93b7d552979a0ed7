import { drawsFor, type Draws } from '../seed/draws.js';
import { IndexedUuids } from '../seed/IndexedUuids.js';
import { firstNames, lastNames } from './names.js';
import { languages, type Person } from './Person.js';
import { wellKnownPeople } from './wellKnownPeople.js';

/** Employee numbers begin here, so that all have six digits in a sandbox of the usual sizes. */
const firstEmployeeNumber = 100_000;

/**
 * The people a sandbox begins with. None of them is stored: person number n follows from the seed and n, and an id, an
 * e-mail address or a ref can be turned back into n.
 */
export class GeneratedPeople {
  readonly size: number;
  readonly #ids: IndexedUuids;
  readonly #draws: Readonly<Record<'first' | 'last' | 'inactive' | 'ref' | 'language', Draws>>;

  constructor(seed: string, size: number) {
    this.size = size;
    this.#ids = new IndexedUuids(seed, 'person');
    const draws = (purpose: string) => drawsFor(seed, `person ${purpose}`);
    this.#draws = {
      first: draws('first name'),
      last: draws('last name'),
      inactive: draws('inactive'),
      ref: draws('ref'),
      language: draws('language'),
    };
  }

  at(index: number): Person {
    const { name, email } = wellKnownPeople[index] ?? this.#named(index);
    return {
      id: this.#ids.encode(index),
      ref: this.#refAt(index),
      email,
      name,
      isActive: this.isActiveAt(index),
      language: pick(languages, this.#draws.language(index)),
      extraFields: '{}',
    };
  }

  /** About 2 % are not; cheaper than the whole person. */
  isActiveAt(index: number): boolean {
    return index < wellKnownPeople.length || this.#draws.inactive(index) % 50 !== 0;
  }

  /** Undefined for an index that nobody has. */
  idAt(index: number): string | undefined {
    return this.#within(index) === undefined ? undefined : this.#ids.encode(index);
  }

  indexOfId(id: string): number | undefined {
    return this.#within(this.#ids.decode(id));
  }

  /** @param email in lower case. */
  indexOfEmail(email: string): number | undefined {
    const known = wellKnownPeople.findIndex((person) => person.email === email);
    if (known >= 0) return this.#within(known);
    const digits = /\.(\d+)@/.exec(email)?.[1];
    const index = this.#within(digits === undefined ? undefined : Number(digits));
    return index !== undefined && this.at(index).email === email ? index : undefined;
  }

  indexOfRef(ref: string): number | undefined {
    const index = this.#within(Number(ref.slice(1)) - firstEmployeeNumber);
    return index !== undefined && this.#refAt(index) === ref ? index : undefined;
  }

  #named(index: number): { name: string; email: string } {
    const first = pick(firstNames, this.#draws.first(index));
    const last = pick(lastNames, this.#draws.last(index));
    return {
      name: `${first} ${last}`,
      email: `${first}.${last}.${String(index)}@example.com`.toLowerCase(),
    };
  }

  #refAt(index: number): string | null {
    const hasRef = index < wellKnownPeople.length || this.#draws.ref(index) % 33 !== 0;
    return hasRef ? `E${String(firstEmployeeNumber + index)}` : null;
  }

  #within(index: number | undefined): number | undefined {
    return index !== undefined && Number.isInteger(index) && index >= 0 && index < this.size
      ? index
      : undefined;
  }
}

function pick<T>(choices: readonly [T, ...T[]], draw: number): T {
  return choices[draw % choices.length] ?? choices[0];
}

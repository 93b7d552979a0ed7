import { describe } from '../certificates/Certificates.js';
import type { People } from '../people/People.js';
import { drawsFor, type Draws } from '../seed/draws.js';
import { IndexedUuids } from '../seed/IndexedUuids.js';
import { documentUrl } from './documentUrl.js';
import type { Item } from './Item.js';

/** How many items out of ten people have: six none, two one, one two, one four. */
const itemCounts = [0, 0, 0, 0, 0, 0, 1, 1, 2, 4] as const;
const mostItems = 4;
/** Of the two well-known people. */
const wellKnownCounts = [3, 0] as const;

const dayMs = 86_400_000;
const firstDayMs = Date.UTC(2020, 0, 1, 9);
const daysOfHistory = 5 * 365;
const validityDays = 3 * 365;

/** What people have in their portfolios from the beginning: derived from seed and person, never stored. */
export class GeneratedItems {
  readonly #people: People;
  readonly #ids: IndexedUuids;
  readonly #counts: Draws;
  readonly #days: Draws;
  readonly #topics: Draws;

  constructor(seed: string, people: People) {
    this.#people = people;
    this.#ids = new IndexedUuids(seed, 'item');
    this.#counts = drawsFor(seed, 'item count');
    this.#days = drawsFor(seed, 'item day');
    this.#topics = drawsFor(seed, 'item topic');
  }

  ofUser(userId: string): Item[] {
    const person = this.#people.generatedIndexOf(userId);
    if (person === undefined) return [];
    return Array.from({ length: this.#countOf(person) }, (_, nth) =>
      this.#item(userId, person * mostItems + nth),
    );
  }

  byId(id: string): Item | undefined {
    const index = this.#ids.decode(id);
    if (index === undefined) return undefined;
    const owner = this.#people.generatedIdAt(Math.floor(index / mostItems));
    return owner === undefined ? undefined : this.ofUser(owner).find((item) => item.id === id);
  }

  #countOf(person: number): number {
    return (
      wellKnownCounts[person] ?? itemCounts[this.#counts(person) % itemCounts.length] ?? mostItems
    );
  }

  #item(userId: string, index: number): Item {
    const id = this.#ids.encode(index);
    const { topic } = describe(this.#topics(index));
    const startMs = firstDayMs + (this.#days(index) % daysOfHistory) * dayMs;
    const startDate = new Date(startMs).toISOString();
    const isOwnUpload = this.#topics(index) % 5 === 0;
    return {
      id,
      userId,
      title: `Certificate of ${topic}`,
      description: isOwnUpload ? 'Added by the participant.' : null,
      startDate,
      endDate: index % 2 === 0 ? new Date(startMs + validityDays * dayMs).toISOString() : null,
      files: isOwnUpload ? null : [documentUrl(id)],
      createdAt: startDate,
      updatedAt: startDate,
    };
  }
}

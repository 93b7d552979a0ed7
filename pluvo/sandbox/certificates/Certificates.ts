import type { PluvoCertificate, PluvoEdge } from '../../types.js';
import { drawsFor, type Draws } from '../seed/draws.js';
import { IndexedUuids } from '../seed/IndexedUuids.js';

const topics = [
  ...['First Aid', 'Fire Safety', 'Working at Height', 'Food Hygiene', 'Data Protection'],
  ...['Forklift Driving', 'Electrical Safety', 'Patient Handling', 'Chemical Handling'],
  ...['Information Security', 'Evacuation Leader', 'Infection Prevention', 'Medication Safety'],
  ...['Confined Spaces', 'Machine Safety', 'Conflict Handling'],
] as const;
const levels = ['Basic', 'Refresher', 'Advanced', 'Instructor'] as const;

/** The first ones are complete in every sandbox, so that examples can count on them. */
const alwaysComplete = 3;

/** The certificate templates of the pretend organization: number n follows from the seed and n. */
export class Certificates {
  readonly count: number;
  readonly #ids: IndexedUuids;
  readonly #draws: Readonly<Record<'entry' | 'name' | 'title', Draws>>;

  constructor(seed: string, count: number) {
    this.count = count;
    this.#ids = new IndexedUuids(seed, 'certificate');
    this.#draws = {
      entry: drawsFor(seed, 'certificate entry'),
      name: drawsFor(seed, 'certificate name'),
      title: drawsFor(seed, 'certificate title'),
    };
  }

  /** The template itself, also where the list has a null in its place. */
  at(index: number): Required<PluvoCertificate> {
    const { topic, name } = describe(index);
    return {
      id: this.#ids.encode(index),
      name: this.#isNull('name', index, 20) ? null : name,
      title: this.#isNull('title', index, 10) ? null : `Certificate of ${topic}`,
    };
  }

  /** As the list shows it: of a hundred entries about one is null, and one has a null node. */
  edgeAt(index: number, cursor: string): PluvoEdge<Required<PluvoCertificate>> | null {
    if (this.#isNull('entry', index, 100)) return null;
    const nodeIsNull = this.#isNull('entry', index, 51);
    return { cursor, node: nodeIsNull ? null : this.at(index) };
  }

  byId(id: string): Required<PluvoCertificate> | undefined {
    const index = this.#ids.decode(id);
    return index !== undefined && index < this.count ? this.at(index) : undefined;
  }

  #isNull(part: 'entry' | 'name' | 'title', index: number, oneIn: number): boolean {
    return index >= alwaysComplete && this.#draws[part](index) % oneIn === 0;
  }
}

/** What a template is about, and its name: different for each index. */
export function describe(index: number): { topic: string; name: string } {
  const topic = topics[index % topics.length] ?? topics[0];
  const level = levels[Math.floor(index / topics.length) % levels.length] ?? levels[0];
  const round = Math.floor(index / (topics.length * levels.length));
  return { topic, name: `${topic}, ${level}${round > 0 ? ` (${String(round + 1)})` : ''}` };
}

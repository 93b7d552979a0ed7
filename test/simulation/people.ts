import { PlatformError } from '../../platform/errors.js';
import type { People, Person } from '../../subgraphs/certificates/people.js';
import type { Process } from './Process.js';
import type { Troubles } from './Troubles.js';
import type { World } from './World.js';

const noAnswer = new PlatformError('SUBGRAPH_UNAVAILABLE', 'users does not answer.');

/** Pluvo cannot issue to this one, and says so. */
export const deadUser = 'u-dead';
/** Somebody whom nobody asks about. */
export const otherUser = 'u-other';

/** Everybody an issuance may name: some share a person, some cannot get a certificate. */
export const addresses = [
  'ann@x',
  'ann.alias@x',
  'bob@x',
  'eve@x',
  'joe@x',
  'mover@x',
  'dead@x',
  'inactive@x',
  'unlinked@x',
  'unknown@x',
] as const;

const directory: Readonly<Record<string, Person>> = {
  'ann@x': person('u-ann'),
  'ann.alias@x': person('u-ann'),
  'bob@x': person('u-bob'),
  'eve@x': person('u-eve'),
  'joe@x': person('u-joe'),
  'dead@x': person(deadUser),
  'inactive@x': { ...person('u-inactive'), isActive: false },
  'unlinked@x': { ...person('u-unlinked'), pluvoId: null },
};

/** The directory, in which one address goes from one person to another after half a minute. */
export function personOf(email: string, elapsedMs: number): Person | null {
  if (email === 'mover@x') return person(elapsedMs < 30_000 ? 'u-first' : 'u-second');
  return directory[email] ?? null;
}

export function peopleFor(process: Process, world: World, troubles: () => Troubles): People {
  const { random } = world;
  return {
    byEmail: (emails) =>
      process.call('byEmail', (answer) => {
        world.after(random.between(1, 50), () => {
          if (random.chance(troubles().readFails)) {
            answer.reject(noAnswer);
            return;
          }
          const people = emails.map((email) => personOf(email, world.elapsedMs));
          world.after(random.between(1, 50), () => {
            answer.resolve(people);
          });
        });
      }),
  };
}

function person(pluvoId: string): Person {
  return { id: `person-${pluvoId}`, isActive: true, pluvoId };
}

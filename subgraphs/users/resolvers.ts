import type { Clock } from '../../platform/clock.js';
import { emailKey, parseEmails } from '../../platform/email.js';
import { textScalar } from '../../platform/graphql/scalars.js';
import { decodeCursor, encodeCursor, invalidCursor } from '../../platform/relay/cursor.js';
import { parseWindow } from '../../platform/relay/windowArguments.js';
import type { Directory, PeoplePage } from './directory/Directory.js';
import type { Person } from './directory/Person.js';
import { UsersError } from './errors.js';
import type { Resolvers } from './generated.js';
import { readSaveUsers } from './readSaveUsers.js';
import type { Sync } from './sync.js';

export interface PageLimits {
  readonly defaultPageSize: number;
  readonly maxPageSize: number;
}

export function createResolvers(options: {
  directory: Directory;
  sync: Sync;
  clock: Clock;
  limits: PageLimits;
}): Resolvers {
  const { directory, sync, clock, limits } = options;
  return {
    EmailAddress: textScalar('EmailAddress'),
    UUID: textScalar('UUID'),
    Query: {
      user(_query, { id, email }, { personById, personByEmail }) {
        const [key, excess] = [id, email].filter((value) => typeof value === 'string');
        if (key === undefined || excess !== undefined) {
          throw new UsersError(
            'EXACTLY_ONE_ARGUMENT',
            `Expected exactly one of id and email, got ${key === undefined ? 'neither' : 'both'}.`,
          );
        }
        if (typeof email !== 'string') return personById.load(key);
        parseEmails([email], 'email');
        return personByEmail.load(email);
      },
      users(_query, { search, ...pageArguments }) {
        const { defaultPageSize, maxPageSize } = limits;
        const window = parseWindow(pageArguments, {
          defaultSize: defaultPageSize,
          maxSize: maxPageSize,
        });
        return directory.page(
          {
            ...window,
            ...(window.after !== undefined && { after: positionOf(window.after) }),
            ...(window.before !== undefined && { before: positionOf(window.before) }),
          },
          readSearch(search),
        );
      },
      me: (_query, _arguments, { caller, personByEmail }) =>
        caller.email === undefined ? null : personByEmail.load(caller.email),
    },
    Mutation: {
      async saveUsers(_mutation, { input }) {
        const { people, created, updated } = await directory.save(
          readSaveUsers(input),
          clock.nowMs(),
        );
        return { users: people, created, updated };
      },
      syncUsers: () => sync.run(),
    },
    User: {
      // null for somebody unknown: what came with the reference proves nothing.
      __resolveReference(reference, { personById, personByEmail }) {
        const { id, email }: { id?: unknown; email?: unknown } = reference;
        if (typeof id === 'string') return personById.load(id);
        return typeof email === 'string' ? personByEmail.load(email) : null;
      },
    },
    UserConnection: {
      edges: ({ people }) => people.map((node) => ({ node, cursor: cursorOf(node) })),
      pageInfo: ({ people, hasNextPage, hasPreviousPage }: PeoplePage) => {
        const [start, end] = [people[0], people.at(-1)];
        return {
          hasNextPage,
          hasPreviousPage,
          startCursor: start ? cursorOf(start) : null,
          endCursor: end ? cursorOf(end) : null,
        };
      },
      count: ({ search }) => directory.count(search),
    },
  };
}

const connection = 'users';

function cursorOf(person: Person): string {
  return encodeCursor(connection, emailKey(person.email));
}

/** The e-mail key a cursor of ours stands for. */
function positionOf(cursor: string): string {
  const position = decodeCursor(connection, cursor);
  // Addresses have no null character, and PostgreSQL takes none.
  if (position.includes('\0')) throw invalidCursor(cursor);
  return position;
}

/** Longer than any address; a text to look for need not be longer. */
const maxSearchLength = 254;

/** undefined if everybody is wanted. */
function readSearch(given: string | null | undefined): string | undefined {
  const search = given?.trim() ?? '';
  if (search.length > maxSearchLength || search.includes('\0')) {
    throw new UsersError(
      'INVALID_SEARCH',
      `Expected search to have at most ${String(maxSearchLength)} characters, none of them null; it has ${String(search.length)}.`,
    );
  }
  return search === '' ? undefined : search;
}

import { parseEmails } from '../../platform/email.js';
import { parseUuid } from '../../platform/uuid.js';
import type { PersonToSave } from './directory/Directory.js';
import { UsersError } from './errors.js';
import type { SaveUsersInput } from './generated.js';

const maxUsers = 1_000;
const maxNameLength = 500;
const idPattern = /^[\x21-\x7e]{1,64}$/;
const controlCharacter = /\p{Cc}/u;

/**
 * Reads whom to save.
 * @throws UsersError WRONG_NUMBER_OF_USERS or INVALID_USER, PlatformError INVALID_EMAIL or INVALID_UUID.
 */
export function readSaveUsers({ users }: SaveUsersInput): PersonToSave[] {
  if (users.length < 1 || users.length > maxUsers) {
    throw new UsersError(
      'WRONG_NUMBER_OF_USERS',
      `Expected 1 to ${String(maxUsers)} users, got ${String(users.length)}.`,
    );
  }
  parseEmails(
    users.map(({ email }) => email),
    'input.users',
  );
  return users.map(({ id, email, name, isActive, pluvoId }, position) => {
    const place = `input.users[${String(position)}]`;
    return {
      ...(typeof id === 'string' && { id: readId(id, `${place}.id`, position) }),
      email: email.trim(),
      name: readName(name, `${place}.name`, position),
      // The schema's default, of which the generated type knows nothing.
      isActive: isActive ?? true,
      pluvoId: typeof pluvoId === 'string' ? parseUuid(pluvoId, `${place}.pluvoId`) : pluvoId,
    };
  });
}

function readId(id: string, place: string, position: number): string {
  if (idPattern.test(id)) return id;
  throw new UsersError(
    'INVALID_USER',
    `Expected ${place} to have 1 to 64 visible ASCII characters; it has ${String(id.length)} characters.`,
    { details: { positions: [position] } },
  );
}

function readName(given: string, place: string, position: number): string {
  const name = given.trim();
  if (name.length >= 1 && name.length <= maxNameLength && !controlCharacter.test(name)) return name;
  throw new UsersError(
    'INVALID_USER',
    `Expected ${place} to have 1 to ${String(maxNameLength)} characters, none of them a control character; it has ${String(name.length)} characters.`,
    { details: { positions: [position] } },
  );
}

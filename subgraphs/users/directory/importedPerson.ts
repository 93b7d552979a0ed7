import type { PluvoUser } from '../../../pluvo/types.js';
import type { ImportedPerson } from './planImport.js';

/** Somebody of Pluvo as the directory takes them over; undefined without an address. */
export function importedPerson(
  user: Pick<PluvoUser, 'id' | 'email' | 'name' | 'isActive'>,
): ImportedPerson | undefined {
  const email = storable(user.email).trim();
  if (email === '') return undefined;
  const { isActive } = user;
  return { pluvoId: user.id.toLowerCase(), email, name: storable(user.name), isActive };
}

/** Without null characters, which databases do not take in texts. */
function storable(text: string): string {
  return text.replaceAll('\0', '');
}

import DataLoader from 'dataloader';
import { emailKey } from '../../platform/email.js';
import type { Caller } from '../../platform/identity.js';
import type { Directory } from './directory/Directory.js';
import type { Person } from './directory/Person.js';

/** What belongs to one request. */
export interface UsersContext {
  readonly caller: Caller;
  readonly personById: DataLoader<string, Person | null>;
  readonly personByEmail: DataLoader<string, Person | null>;
}

/** Keys that are looked up with one statement: below the parameters a statement may have on either engine. */
const maxBatchSize = 1_000;

export function createContext(directory: Directory, caller: Caller): UsersContext {
  return {
    caller,
    personById: new DataLoader((ids) => directory.findByIds(ids), { maxBatchSize }),
    personByEmail: new DataLoader((emails) => directory.findByEmails(emails), {
      maxBatchSize,
      cacheKeyFn: emailKey,
    }),
  };
}

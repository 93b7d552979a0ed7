import type { FailureCode } from '../../../subgraphs/certificates/issuance/failures.js';
import type { IssuanceRecord } from '../../../subgraphs/certificates/issuance/Ledger.js';
import { isUndecided, type MemoryIssuance } from './MemoryIssuance.js';

/** What makes two certificates the same to the person who gets them. */
export type KeyOf = (issuance: IssuanceRecord, pluvoUserId: string) => string;

/** Who may issue the same thing to the same person now, and who has issued it before. */
interface Rights {
  holder: MemoryIssuance | undefined;
  readonly earlier: Set<MemoryIssuance>;
}

/** One issuance at a time has the right to issue the same thing to the same person. */
export class NaturalKeys {
  readonly #keyOf: KeyOf;
  readonly #rights = new Map<string, Rights>();

  constructor(keyOf: KeyOf) {
    this.#keyOf = keyOf;
  }

  /** Takes the rights; returns those to whom this issuance may not issue, and why. */
  claim(issuance: MemoryIssuance, users: Iterable<string>): ReadonlyMap<string, FailureCode> {
    const refused = new Map<string, FailureCode>();
    for (const user of users) {
      const rights = this.#of(issuance, user);
      const failure = refusal(issuance, user, rights);
      if (failure) {
        refused.set(user, failure);
        continue;
      }
      // On request it is issued again: whoever has issued steps aside.
      if (rights.holder) rights.earlier.add(rights.holder);
      rights.holder = issuance;
    }
    return refused;
  }

  /** Takes a right back that was given back too early; beside the one who has it by now. */
  keep(issuance: MemoryIssuance, user: string): void {
    const rights = this.#of(issuance, user);
    rights.holder ??= issuance;
    if (rights.holder !== issuance) rights.earlier.add(issuance);
  }

  release(issuance: MemoryIssuance, user: string): void {
    leave(this.#of(issuance, user), issuance);
  }

  /** For ever, with everything else that is known of it. */
  bury(issuance: MemoryIssuance): void {
    for (const rights of this.#rights.values()) leave(rights, issuance);
  }

  #of({ record }: MemoryIssuance, user: string): Rights {
    const key = this.#keyOf(record, user);
    const known = this.#rights.get(key);
    if (known) return known;
    const rights: Rights = { holder: undefined, earlier: new Set() };
    this.#rights.set(key, rights);
    return rights;
  }
}

function refusal(
  issuance: MemoryIssuance,
  user: string,
  { holder, earlier }: Rights,
): FailureCode | undefined {
  const others = [...earlier, ...(holder ? [holder] : [])].filter((other) => other !== issuance);
  const people = others.map((other) => other.person(user));
  const isIssued = people.some((person) => person?.status === 'ISSUED');
  if (issuance.record.onDuplicate === 'SKIP' && isIssued) return 'ALREADY_ISSUED';
  return people.some(isUndecided) ? 'IN_PROGRESS_ELSEWHERE' : undefined;
}

function leave(rights: Rights, issuance: MemoryIssuance): void {
  if (rights.holder === issuance) rights.holder = undefined;
  rights.earlier.delete(issuance);
}

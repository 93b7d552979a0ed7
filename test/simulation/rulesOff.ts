import type { Chunk } from '../../subgraphs/certificates/issuance/chunk/Chunk.js';
import type { Rules } from '../../subgraphs/certificates/issuance/chunk/rules.js';
import type { Claim, Ledger } from '../../subgraphs/certificates/issuance/Ledger.js';
import { naturalKey } from '../../subgraphs/certificates/issuance/naturalKey.js';
import { toSecond } from '../../subgraphs/certificates/issuance/parseCommand.js';
import type { KeyOf } from './ledger/NaturalKeys.js';
import type { MemoryLedger } from './ledger/MemoryLedger.js';
import type { IssuingClient } from './Pluvo.js';
import type { Process } from './Process.js';
import type { Troubles } from './Troubles.js';

/** How what surrounds the core is altered, so that one of its rules does not hold. The core itself stays as it is. */
export interface Off {
  readonly rules?: (rules: Rules) => Rules;
  /** @param reached the ledger as this process reaches it @param memory what is really in it */
  readonly ledger?: (reached: Ledger, memory: MemoryLedger, process: Process) => Partial<Ledger>;
  readonly client?: (client: IssuingClient) => IssuingClient;
  readonly keyOf?: KeyOf;
  /** What has to go wrong often so that the rule is soon needed. */
  readonly where?: Partial<Troubles>;
}

export type RuleOff = keyof typeof rulesOff;

export const rulesOff = {
  /** Portfolios are believed at once, while Pluvo may still be at work. */
  quarantine: {
    rules: (rules) => ({ ...rules, pauseBoundMs: 0, processingBoundMs: 0, listLagMs: 0 }),
  },
  /** The first look into a portfolio is taken for the second. */
  secondLook: {
    where: { lost: 0, answerLost: 0.6, staleCopy: 0.6 },
    ledger: (reached) => ({
      dueChunks: async (...given) => (await reached.dueChunks(...given)).map(asLookedAt),
      changeClaimed: (claim, number, change, nowMs) =>
        reached.changeClaimed(
          claim,
          number,
          (chunk, issuance) => change(asLookedAt(chunk), issuance),
          nowMs,
        ),
    }),
  },
  /** It may set out at any time after its intent. */
  deadline: {
    where: { pause: 0.2, kill: 0, failPoint: 0 },
    client: (client) => ({
      ...client,
      generateCertificate: (command, { intend, ...options }) =>
        client.generateCertificate(command, {
          ...options,
          intend: async () => ((await intend()) === undefined ? undefined : Infinity),
        }),
    }),
  },
  /** It sets out without waiting until its intent is written. */
  intent: {
    client: (client) => ({
      ...client,
      generateCertificate: (command, { intend, ...options }) =>
        client.generateCertificate(command, {
          ...options,
          intend: () => {
            intend().catch(() => undefined);
            return Promise.resolve(Infinity);
          },
        }),
    }),
  },
  /** Whoever lost the lease goes on as if it were theirs. */
  fence: {
    where: { pause: 0.1, storeSlow: 0.2, kill: 0, failPoint: 0 },
    ledger: (reached, memory) => {
      const current = (claim: Claim): Claim => ({
        ...claim,
        token: memory.get(claim.issuance.id)?.token ?? claim.token,
      });
      return {
        renew: () => Promise.resolve(true),
        changeClaimed: (claim, ...given) => reached.changeClaimed(current(claim), ...given),
        changeSending: (claim, ...given) => reached.changeSending(current(claim), ...given),
      };
    },
  },
  /** A result counts only from whoever has the lease. */
  factMerge: {
    where: {
      ...{ pause: 0.2, kill: 0, failPoint: 0 },
      ...{ storeSlow: 0, storeAnswerLost: 0, storeOutages: 0 },
    },
    ledger: (reached, memory, process) => ({
      change: (id, ...given) =>
        process.made(memory.get(id)?.token)
          ? reached.change(id, ...given)
          : Promise.resolve(undefined),
    }),
  },
  /** Other request IDs may issue the same to the same person. */
  naturalKey: {
    keyOf: (issuance, user) => `${issuance.id} ${naturalKey(issuance, user)}`,
  },
  /** A request ID is known only to the process that had it first. */
  attach: {
    ledger: (reached, _memory, process) => {
      const name = (requestId: string) => `${requestId} ${process.name}`;
      return {
        find: (caller, requestId) => reached.find(caller, name(requestId)),
        open: (issuance, recipients) =>
          reached.open({ ...issuance, requestId: name(issuance.requestId) }, recipients),
      };
    },
  },
  /** A portfolio item is ours if it looks like ours. */
  lookalikes: {
    where: { answerLost: 0.6, lost: 0.6 },
    ledger: () => ({ othersAlike: () => Promise.resolve(new Map()) }),
  },
  /** What is done is never looked at again. */
  looksAfterwards: {
    where: { isBounded: false, late: 1, lost: 0, kill: 0, failPoint: 0 },
    ledger: (reached) => ({
      dueChunks: async (...given) =>
        (await reached.dueChunks(...given)).filter(({ status }) => status !== 'DONE'),
    }),
  },
  /** Each process goes by the clock of its own machine. */
  ledgerClock: {
    ledger: (_reached, _memory, process) => ({
      nowMs: () => Promise.resolve(process.clock.nowMs()),
    }),
  },
  /** Nobody goes on with what another has left. */
  completer: {
    ledger: (reached) => ({
      claim: (which, lease) =>
        'id' in which ? reached.claim(which, lease) : Promise.resolve(undefined),
    }),
  },
  /** The date is that of the sending. */
  pinnedDate: {
    ledger: (reached) => ({
      claim: async (which, lease) => {
        const claim = await reached.claim(which, lease);
        const issueDate = toSecond(lease.nowMs);
        return claim && { ...claim, issuance: { ...claim.issuance, issueDate } };
      },
    }),
  },
} as const satisfies Readonly<Record<string, Off>>;

function asLookedAt(chunk: Chunk): Chunk {
  return chunk.status === 'UNKNOWN' ? { ...chunk, status: 'RECONCILING' } : chunk;
}

export function isRuleOff(name: string): name is RuleOff {
  return Object.hasOwn(rulesOff, name);
}

import { createLogger } from '../../platform/log.js';
import type { PluvoCertificate } from '../../pluvo/types.js';
import type { Rules } from '../../subgraphs/certificates/issuance/chunk/rules.js';
import { IssuanceWorker } from '../../subgraphs/certificates/issuance/IssuanceWorker.js';
import { Issuing } from '../../subgraphs/certificates/issuance/Issuing.js';
import type { Ledger } from '../../subgraphs/certificates/issuance/Ledger.js';
import { LedgerClock } from '../../subgraphs/certificates/issuance/LedgerClock.js';
import { peopleFor } from './people.js';
import { noAnswer, type IssuingClient } from './Pluvo.js';
import { Process } from './Process.js';
import { timing } from './rules.js';
import type { Troubles } from './Troubles.js';
import { certificates } from './wishes.js';
import type { World } from './World.js';

export interface Surroundings {
  readonly world: World;
  readonly troubles: () => Troubles;
  readonly rules: Rules;
  readonly ledgerFor: (process: Process) => Ledger;
  readonly pluvoFor: (process: Process) => IssuingClient;
}

export type Life = ReturnType<typeof startLife>;

const logger = createLogger({ name: 'simulation', level: 'silent' });

/** A process with the real core in it, put together as createCertificates does; its worker is to be started. */
export function startLife(name: string, surroundings: Surroundings, onKilled: () => void) {
  const { world, troubles, rules, ledgerFor, pluvoFor } = surroundings;
  const process = new Process(world, name, troubles, onKilled);
  const { clock, sleep } = process;
  const ledger = ledgerFor(process);
  const ledgerClock = new LedgerClock(ledger, clock);
  const newId = () => process.newId();
  const reached = (place: string) => {
    process.reached(place);
  };
  const common = { ledger, ledgerClock, clock, sleep, logger, reached, newId };
  const worker = new IssuanceWorker({
    ...common,
    pluvo: pluvoFor(process),
    people: peopleFor(process, world, troubles),
    rules,
    timing,
    onIssued: () => Promise.resolve(),
    observe: () => undefined,
  });
  const issuing = new Issuing({
    ...common,
    worker,
    chunkSize: timing.chunkSize,
    findCertificate: (id) =>
      process.call<PluvoCertificate | undefined>('findCertificate', (answer) => {
        world.after(world.random.between(1, 100), () => {
          if (world.random.chance(troubles().readFails)) answer.reject(noAnswer);
          else answer.resolve(certificates.find((certificate) => certificate.id === id));
        });
      }),
  });
  return { process, worker, issuing, ledger, ledgerClock };
}

import { setMaxListeners } from 'node:events';
import type { PluvoAdmin } from '../../test/support/PluvoAdmin.js';
import { keepCalling } from '../callers/keepCalling.js';
import type { RequestBook } from '../callers/RequestBook.js';
import { Dice } from '../Dice.js';
import { rest } from '../rest.js';
import type { Directory } from '../stage/Directory.js';
import { gatewayUrlsOf } from '../stage/gatewayUrlsOf.js';
import { ledgers, type Stage } from '../stage/openStage.js';
import type { Tally } from '../Tally.js';
import { tormentBystanders } from './tormentBystanders.js';
import { tormentDirectory } from './tormentDirectory.js';
import { tormentPluvo } from './tormentPluvo.js';
import { tormentRedis } from './tormentRedis.js';
import { tormentReplica, type Torment } from './tormentReplica.js';
import { tormentWay } from './tormentWay.js';

export interface TormentOptions {
  readonly stage: Stage;
  readonly pluvo: PluvoAdmin;
  readonly directory: Directory;
  readonly book: RequestBook;
  readonly tally: Tally;
  readonly seed: string;
  readonly lengthMs: number;
}

/** Callers of each ledger: for small requests, and for bulk. */
const crowd = [false, false, false, true];

/** Breaks whatever can break, again and again, while callers ask and ask again. Leaves everything running and whole. */
export async function tormentAll(options: TormentOptions): Promise<void> {
  const { seed, lengthMs } = options;
  const ending = new AbortController();
  // Everybody listens to it, and some several times at once.
  setMaxListeners(0, ending.signal);
  const torment = (purpose: string): Torment => ({
    dice: new Dice(seed, purpose),
    tally: options.tally,
    over: ending.signal,
  });
  const everything = [...torments(options, torment), ...calls(options, torment)];
  try {
    await Promise.race([rest(lengthMs), Promise.all(everything)]);
  } finally {
    ending.abort();
    await Promise.allSettled(everything);
  }
  await Promise.all(everything);
}

function torments(
  { stage, pluvo, directory }: TormentOptions,
  torment: (purpose: string) => Torment,
): readonly Promise<void>[] {
  const { replicas, users, ways } = stage;
  const bystanders = [users, ...replicas.map(({ gateway }) => gateway)];
  return [
    ...replicas.map(({ program }) => tormentReplica(program, torment(program.name))),
    ...Object.entries(ways).map(([name, way]) => tormentWay(name, way, torment(`way to ${name}`))),
    tormentRedis(stage, torment('redis')),
    tormentBystanders(bystanders, torment('bystanders')),
    tormentPluvo(pluvo, torment('pluvo')),
    tormentDirectory(directory, torment('directory')),
  ];
}

function calls(
  { stage, directory, book }: TormentOptions,
  torment: (purpose: string) => Torment,
): readonly Promise<void>[] {
  return ledgers.flatMap((ledger) =>
    crowd.map((isBulk, index) =>
      keepCalling({
        ...torment(`caller ${ledger} ${String(index)}`),
        ...{ ledger, isBulk, book, addresses: directory.addresses },
        gatewayUrls: gatewayUrlsOf(stage, ledger),
      }),
    ),
  );
}

import type { Rules } from '../../subgraphs/certificates/issuance/chunk/rules.js';
import { naturalKey } from '../../subgraphs/certificates/issuance/naturalKey.js';
import { isOpen } from '../../subgraphs/certificates/issuance/states.js';
import { askUntilDone, type CallerOptions } from './Caller.js';
import { checkEnd } from './checkEnd.js';
import { MemoryLedger } from './ledger/MemoryLedger.js';
import { Pluvo } from './Pluvo.js';
import type { Process } from './Process.js';
import { Replica } from './Replica.js';
import { assumed } from './rules.js';
import { rulesOff, type Off, type RuleOff } from './rulesOff.js';
import { Store } from './Store.js';
import { drawTroubles, isStoreWell, noTroubles, type Troubles } from './Troubles.js';
import { Watch } from './Watch.js';
import { drawWishes, type Wish } from './wishes.js';
import { World } from './World.js';

export interface Run {
  readonly seed: number;
  /** What must not be, in the order in which it was seen; empty if all went well. */
  readonly violations: readonly string[];
  readonly trace: readonly string[];
  readonly effects: number;
  readonly sends: number;
  readonly kills: number;
  readonly parked: number;
}

export interface SimulateOptions {
  /** A rule of the core that is not obeyed, to see that it is needed. */
  readonly without?: RuleOff | undefined;
  /** What goes wrong whatever the seed says. */
  readonly where?: Partial<Troubles> | undefined;
  readonly isTraced?: boolean;
}

/** Longer than anything takes, whatever goes wrong in between. */
const longestMs = 600_000;
/** Until the second look afterwards, which is ten quarantines later. */
const untilSecondLookMs = 200_000;
const untilQuietMs = 15_000;

/** Runs the real core through one made-up history of the world, to its end, and says what was wrong. */
export async function simulate(
  seed: number,
  { without, where, isTraced = false }: SimulateOptions = {},
): Promise<Run> {
  const world = new World(seed, isTraced);
  const { random } = world;
  const drawn = { ...drawTroubles(random), ...where };
  let troubles = drawn;
  const { isBounded, healAfterMs } = drawn;
  const whenAbsent = random.chance(0.7) ? 'RECONCILE_THEN_RESEND' : 'PARK';
  const bounds: Rules = { whenAbsent, ...assumed };
  const off: Off = without === undefined ? {} : rulesOff[without];
  const rules = off.rules?.(bounds) ?? bounds;

  const watch = new Watch({ world, bounds, isBounded, isStoreWell: isStoreWell(drawn) });
  const ledger = new MemoryLedger({
    clock: { nowMs: () => Math.floor(world.nowMs) },
    keyOf: off.keyOf ?? naturalKey,
    onChange: (issuance, before, change) => {
      watch.changed(issuance, before, change);
    },
  });
  const store = new Store(world, () => troubles);
  const pluvo = new Pluvo({
    world,
    troubles: () => troubles,
    onSend: (command) => watch.sent(command),
    onEffect: (effect) => {
      watch.effect(effect);
    },
    onAnswer: (process, sendNumber, issued) => {
      watch.told(process, sendNumber, issued);
    },
  });
  const surroundings = {
    world,
    troubles: () => troubles,
    rules,
    ledgerFor: (process: Process) => {
      const reached = store.ledgerFor(process, ledger);
      return { ...reached, ...off.ledger?.(reached, ledger, process) };
    },
    pluvoFor: (process: Process) => {
      const client = pluvo.clientFor(process);
      return off.client?.(client) ?? client;
    },
  };
  const replicas = [
    new Replica('A', surroundings),
    ...Array.from(
      { length: random.integer(0, 2) },
      (_, index) => new Replica('BC'.charAt(index), surroundings),
    ),
  ] as const;
  let isHealed = false;
  world.after(healAfterMs, () => {
    world.note('world', () => 'is well from now on');
    isHealed = true;
    troubles = { ...drawn, ...noTroubles, isBounded: true };
  });
  for (const replica of replicas)
    if (random.chance(0.3))
      world.after(random.between(0, healAfterMs), () => void replica.restart());

  const callers = { world, replicas, ledger, watch, isHealed: () => isHealed };
  const isWrong = () => watch.violations.length > 0;
  /** Goes on until it has ended, or something is wrong. */
  const until = async (what: string, ended: Promise<unknown>) => {
    const progress = { isOver: false };
    void ended.then(() => (progress.isOver = true));
    await world.run(() => progress.isOver || isWrong(), world.nowMs + longestMs);
    if (!progress.isOver && !isWrong()) watch.violation(`${what} does not come to an end`);
  };
  const wishes = drawWishes(random, healAfterMs);
  await until('what is asked for', Promise.all(wishes.map((wish) => come(wish, callers))));
  // Until processes that were killed are there again, and what was still on its way has come to its end as well.
  const quietAtMs = world.nowMs + untilQuietMs;
  const isQuiet = () =>
    world.nowMs > quietAtMs &&
    !pluvo.isAtWork &&
    ledger.all.every(
      ({ record, leaseUntilMs }) => !isOpen(record.status) && leaseUntilMs <= world.nowMs,
    );
  await world.run(() => isWrong() || isQuiet(), world.nowMs + longestMs);
  if (watch.undetected.length > 0)
    await world.run(
      () => isWrong() || watch.undetected.length === 0,
      world.nowMs + untilSecondLookMs,
    );
  await until('a process', Promise.all(replicas.map((replica) => replica.retire())));
  if (!isWrong()) checkEnd({ world, ledger, watch, whenAbsent, isBounded });

  return {
    seed,
    violations: watch.violations,
    trace: world.trace ?? [],
    sends: watch.intents.filter(({ isUsed }) => isUsed).length,
    effects: sum([...watch.truths.values()].map(({ effects }) => effects)),
    kills: sum(replicas.map(({ kills }) => kills)),
    parked: sum(ledger.all.map((issuance) => issuance.counts().parked)),
  };
}

/** Everybody who asks for it, for something else under the same request ID, or that it be cancelled. */
async function come(wish: Wish, options: CallerOptions): Promise<void> {
  const { world, replicas } = options;
  const { command, askedAfterMs, askers, contradiction, cancelledAfterMs } = wish;
  if (cancelledAfterMs !== undefined)
    world.after(cancelledAfterMs, () => {
      const { caller, requestId } = command;
      world.random
        .oneOf(replicas)
        .cancel(caller, requestId)
        .catch(() => undefined);
    });
  const commands = [...Array.from({ length: askers }, () => command), contradiction];
  await Promise.all(
    commands.map(async (asked, index) => {
      if (!asked) return;
      await world.sleep(askedAfterMs + (index === 0 ? 0 : world.random.between(0, 2_000)));
      await askUntilDone(asked, options);
    }),
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

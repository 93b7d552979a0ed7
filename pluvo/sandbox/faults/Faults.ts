import type { Chance } from '../seed/randomSequence.js';
import { defaultOperation, isEnding, type Ending, type Fault } from './Fault.js';

/** What one request is like apart from its ending. */
export interface Alterations {
  readonly slowMs: number;
  readonly portfolioLagMs: number;
  readonly partial?: Extract<Fault, { name: 'partial-success' }>;
  readonly overlapping?: Extract<Fault, { name: 'overlapping-lists' }>;
  /** Users whose portfolios cannot be read. */
  readonly unreadable?: readonly string[];
}

/** The faults that fired for one request. */
export interface Fired {
  readonly ending?: Ending;
  readonly alterations: Alterations;
}

interface Armed {
  readonly fault: Fault;
  /** Undefined: without an end. */
  left: number | undefined;
  fired: number;
}

/** The faults that are armed. For one request the first ending that fires, and every alteration that does, apply. */
export class Faults {
  readonly #chance: Chance;
  #armed: Armed[] = [];

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  arm(fault: Fault): void {
    const { count, probability } = fault;
    const left = count ?? (probability === undefined ? 1 : undefined);
    this.#armed.push({ fault, left, fired: 0 });
  }

  clear(): void {
    this.#armed = [];
  }

  /** All that were armed since the last clear, spent ones too. */
  report(): (Fault & { fired: number; left: number | null })[] {
    return this.#armed.map(({ fault, fired, left }) => ({ ...fault, fired, left: left ?? null }));
  }

  /** @param operations the root fields of the request, or `token`. */
  fire(operations: readonly string[]): Fired {
    let ending: Ending | undefined;
    let alterations: Alterations = { slowMs: 0, portfolioLagMs: 0 };
    for (const armed of this.#armed) {
      const { fault } = armed;
      const isTaken = isEnding(fault) && ending !== undefined;
      if (isTaken || !this.#fires(armed, operations)) continue;
      if (isEnding(fault)) ending = fault;
      else alterations = alter(alterations, fault);
    }
    return { ...(ending && { ending }), alterations };
  }

  #fires(armed: Armed, operations: readonly string[]): boolean {
    const { fault, left } = armed;
    if (left === 0 || !strikes(fault, operations)) return false;
    if (fault.probability !== undefined && this.#chance() >= fault.probability) return false;
    armed.fired += 1;
    if (left !== undefined) armed.left = left - 1;
    return true;
  }
}

function strikes(fault: Fault, operations: readonly string[]): boolean {
  const operation = fault.operation ?? defaultOperation(fault);
  return operation === 'any' ? !operations.includes('token') : operations.includes(operation);
}

function alter(alterations: Alterations, fault: Exclude<Fault, Ending>): Alterations {
  switch (fault.name) {
    case 'slow':
      return { ...alterations, slowMs: alterations.slowMs + fault.delayMs };
    case 'portfolio-lag':
      return { ...alterations, portfolioLagMs: alterations.portfolioLagMs + fault.delayMs };
    case 'partial-success':
      return { ...alterations, partial: fault };
    case 'overlapping-lists':
      return { ...alterations, overlapping: fault };
    case 'portfolio-error':
      return { ...alterations, unreadable: [...(alterations.unreadable ?? []), fault.user] };
  }
}

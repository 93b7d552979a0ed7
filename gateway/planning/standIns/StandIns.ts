import { Kind, print, type ArgumentNode, type FieldNode } from 'graphql';
import type { CompositeTypes } from './CompositeTypes.js';

/** A field that only the planner knows: it stands for another field with particular arguments. */
export interface StandIn {
  readonly name: string;
  readonly field: string;
  readonly arguments: readonly ArgumentNode[];
}

/**
 * Which fields that subgraphs need of each other get a stand-in. `with arguments`: those that a caller could ask for
 * with other arguments. `all`: every one, for operations whose aliases take the names of such fields.
 */
export type Coverage = 'with arguments' | 'all';

/** The stand-ins of a supergraph: one for each field and arguments, the same in all types that share the field. */
export class StandIns {
  readonly prefix: string;
  readonly #types: CompositeTypes;
  readonly #coverage: Coverage;
  readonly #byField = new Map<string, StandIn>();
  readonly #byName = new Map<string, StandIn>();
  readonly #byType = new Map<string, Set<StandIn>>();

  constructor(types: CompositeTypes, coverage: Coverage) {
    this.#types = types;
    this.#coverage = coverage;
    this.prefix = reservedPrefix(types);
  }

  /** The stand-in for what a field set asks of a type; undefined if it is asked for as it is. */
  for(type: string, node: FieldNode): StandIn | undefined {
    const field = node.name.value;
    if (!this.#types.field(type, field)) return undefined;
    const relatives = this.#types.relatives(type, field);
    if (this.#coverage === 'with arguments' && !this.#takesArguments(relatives, field))
      return undefined;
    const standIn = this.#standIn(node);
    for (const relative of relatives) {
      const known = this.#byType.get(relative) ?? new Set();
      known.add(standIn);
      this.#byType.set(relative, known);
    }
    return standIn;
  }

  get(name: string): StandIn | undefined {
    return this.#byName.get(name);
  }

  of(type: string): Iterable<StandIn> {
    return this.#byType.get(type) ?? [];
  }

  #takesArguments(types: Iterable<string>, field: string): boolean {
    return [...types].some((type) => (this.#types.field(type, field)?.arguments ?? []).length > 0);
  }

  #standIn(node: FieldNode): StandIn {
    const args = [...(node.arguments ?? [])].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
    const text = print({ kind: Kind.FIELD, name: node.name, arguments: args });
    const known = this.#byField.get(text);
    if (known) return known;
    const field = node.name.value;
    const name = `${this.prefix}${field}_${String(this.#byField.size)}`;
    const standIn = { name, field, arguments: args };
    this.#byField.set(text, standIn);
    this.#byName.set(name, standIn);
    return standIn;
  }
}

/** What no field of the supergraph starts with. Two underscores in front would be GraphQL's own. */
export function reservedPrefix(types: CompositeTypes): string {
  const names = [...types.fieldNames()];
  for (let count = 0; ; count += 1) {
    const prefix = `_needed${count === 0 ? '' : String(count)}_`;
    if (!names.some((name) => name.startsWith(prefix))) return prefix;
  }
}

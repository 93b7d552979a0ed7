/** Fragments that spread each other can be written out to more than any caller could send. */
const selectionLimit = 50_000;

/** What is found about an operation while it is untangled. */
export class Findings {
  /** The response names of fields that were given other names, by these. */
  readonly names = new Map<string, string>();
  /** Whether objects of different types are asked for different things inside one field. */
  asksByType = false;
  /** Whether there are fragments that no object meets. */
  asksNobody = false;
  readonly #prefix: string;
  #selections = 0;

  /** @param prefix what no response name starts with */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** Whether the planner would take the operation for another one as it was. */
  get isTangled(): boolean {
    return this.names.size > 0 || this.asksByType || this.asksNobody;
  }

  /** A name that is nowhere else, for a field that cannot have its own. */
  rename(responseName: string): string {
    const name = `${this.#prefix}${String(this.names.size)}_${responseName}`;
    this.names.set(name, responseName);
    return name;
  }

  /** Counts what is looked at. @throws RangeError once it is too much */
  count(selections: number): void {
    this.#selections += selections;
    if (this.#selections > selectionLimit)
      throw new RangeError(`Expected at most ${String(selectionLimit)} selections, got more.`);
  }
}

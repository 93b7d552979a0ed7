import { cancelIssuance } from '../../subgraphs/certificates/issuance/cancelIssuance.js';
import type { IssueCommand } from '../../subgraphs/certificates/issuance/IssueCommand.js';
import type { Issued } from '../../subgraphs/certificates/issuance/Issuing.js';
import { startLife, type Life, type Surroundings } from './startLife.js';

// Made once: they are thrown often, and a stack tells nothing here.
const refused = new Error('nobody listens');
const hungUp = new Error('the process has ended');

/** One of several processes of the certificates subgraph, started again whenever it has ended. */
export class Replica {
  kills = 0;
  readonly #surroundings: Surroundings;
  readonly #name: string;
  readonly #connections = new Set<(error: Error) => void>();
  #lives = 0;
  /** Undefined while it is down. */
  #life: Life | undefined;

  constructor(name: string, surroundings: Surroundings) {
    this.#name = name;
    this.#surroundings = surroundings;
    this.#start();
  }

  /** A caller's request. Its connection breaks when the process ends. */
  issue(command: IssueCommand): Promise<Issued> {
    return this.#connected(({ issuing }) => issuing.issue(command));
  }

  cancel(caller: string, requestId: string): Promise<boolean> {
    return this.#connected(async ({ ledger }) => {
      const issuance = await ledger.find(caller, requestId);
      return issuance ? cancelIssuance(ledger, issuance, caller, this.#surroundings.rules) : false;
    });
  }

  /** SIGTERM, and a new life a little later. */
  async restart(): Promise<void> {
    const life = this.#life;
    await this.#stop();
    if (life && this.#life === life) this.#startLater();
  }

  /** SIGTERM, for good. */
  async retire(): Promise<void> {
    await this.#stop();
    this.#life = undefined;
  }

  async #stop(): Promise<void> {
    const life = this.#life;
    life?.process.note(() => 'SIGTERM');
    await life?.worker.stop();
    if (this.#life !== life) return;
    life?.process.note(() => 'has stopped');
    life?.process.exit();
  }

  #start(): void {
    this.#lives += 1;
    const name = `${this.#name}.${String(this.#lives)}`;
    this.#life = startLife(name, this.#surroundings, () => {
      this.kills += 1;
      this.#startLater();
    });
    // Not before it is known here: its first step may be its last.
    this.#life.worker.start();
  }

  #startLater(): void {
    this.#life = undefined;
    for (const hangUp of this.#connections) hangUp(hungUp);
    this.#connections.clear();
    const { world } = this.#surroundings;
    world.after(world.random.between(100, 10_000), () => {
      this.#start();
    });
  }

  #connected<T>(ask: (life: Life) => Promise<T>): Promise<T> {
    const life = this.#life;
    if (!life) return Promise.reject(refused);
    return new Promise<T>((resolve, reject) => {
      this.#connections.add(reject);
      const answered = (answer: () => void) => {
        if (!this.#connections.delete(reject)) return;
        answer();
      };
      ask(life).then(
        (value) => {
          answered(() => {
            resolve(value);
          });
        },
        (error: unknown) => {
          answered(() => {
            reject(error instanceof Error ? error : new Error(String(error)));
          });
        },
      );
    });
  }
}

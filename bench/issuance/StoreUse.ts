import pg from 'pg';
import { cpuMs } from '../processes/processUse.js';

/** CPU time of a process of ours and of PostgreSQL on its behalf; with SQLite, of the process alone. */
export class StoreUse {
  readonly #pid: number;
  readonly #client: pg.Client | undefined;
  /** By the process of PostgreSQL: what it had used when it was last seen. */
  readonly #seen = new Map<number, number>();

  private constructor(pid: number, client: pg.Client | undefined) {
    this.#pid = pid;
    this.#client = client;
  }

  static async of(pid: number, databaseUrl: string | undefined): Promise<StoreUse> {
    const client = databaseUrl === undefined ? undefined : new pg.Client(databaseUrl);
    await client?.connect();
    return new StoreUse(pid, client);
  }

  /** Since they were started, in milliseconds. */
  async cpuMs(): Promise<number> {
    for (const pid of await this.#backends()) {
      try {
        this.#seen.set(pid, cpuMs(pid));
      } catch {
        // Closed since; what it had used counts on.
      }
    }
    return cpuMs(this.#pid) + [...this.#seen.values()].reduce((sum, used) => sum + used, 0);
  }

  async stop(): Promise<void> {
    await this.#client?.end();
  }

  async #backends(): Promise<readonly number[]> {
    if (!this.#client) return [];
    const { rows } = await this.#client.query<{ pid: number }>(
      'select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    return rows.map(({ pid }) => pid);
  }
}

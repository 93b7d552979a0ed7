import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../platform/parseJson.js';

/** What a caller asked for, without the variables. */
export interface NamedOperation {
  readonly query: string;
  readonly operationName: string | undefined;
}

const contents = z.array(
  z.strictObject({ query: z.string(), operationName: z.string().optional() }),
);

/** A file of operations, which one process writes and the next one reads. */
export class OperationsFile {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * What the file holds; nothing if there is none yet.
   * @throws Error if it cannot be read, or holds something else.
   */
  async read(): Promise<readonly NamedOperation[]> {
    const text = await readFile(this.#path, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '[]';
      throw error;
    });
    const { data } = contents.safeParse(parseJson(text));
    if (!data) throw new Error(`Expected a list of operations in ${this.#path}.`);
    return data.map(({ query, operationName }) => ({ query, operationName }));
  }

  /** In one step: who is interrupted leaves the file as it was. Only its user may read it: documents may name people. */
  async write(operations: readonly NamedOperation[]): Promise<void> {
    const next = `${this.#path}.next`;
    await mkdir(dirname(this.#path), { recursive: true });
    await writeFile(next, JSON.stringify(operations), { mode: 0o600 });
    await rename(next, this.#path);
  }
}

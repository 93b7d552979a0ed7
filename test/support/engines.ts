import { afterAll, beforeAll, describe } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithPostgres } from './postgres.js';

/** Where nothing is stored yet: what openDatabase takes. */
export interface EmptyDatabase {
  readonly url: string;
  readonly schema: string;
}

/** One suite for both SQL engines. `empty` names another empty database each time it is called, in tests and hooks. */
export function describeOnBothEngines(
  name: string,
  suite: (empty: () => EmptyDatabase) => void,
): void {
  let made = 0;
  describe(`${name}, on SQLite`, () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'certificate-graph-'));
    });
    suite(() => ({ url: `file:${join(folder, `${String(++made)}.db`)}`, schema: 'unused' }));
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });
  });
  describeWithPostgres(`${name}, on PostgreSQL`, (url) => {
    suite(() => ({ url: url(), schema: `suite_${String(++made)}` }));
  });
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Closings } from '../../platform/lifecycle.js';
import { createTestDatabase } from './postgresServer.js';

/** For each SQL engine its name, and a way to the URL of a new empty database, for a process that is started. */
export const emptyDatabases: readonly [
  engine: string,
  create: (closings: Closings) => Promise<string>,
][] = [
  [
    'PostgreSQL',
    async (closings) => {
      const database = await createTestDatabase();
      closings.add(() => database.drop());
      return database.url;
    },
  ],
  [
    'SQLite',
    async (closings) => {
      const folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
      closings.add(() => rm(folder, { recursive: true }));
      return `file:${join(folder, 'only.sqlite')}`;
    },
  ],
];

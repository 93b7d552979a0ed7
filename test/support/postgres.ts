import { afterAll, beforeAll } from '@jest/globals';
import { createTestDatabase, postgresServer, type TestDatabase } from './postgresServer.js';
import { describeIf } from './serverSuites.js';

/** A suite with an empty PostgreSQL database of its own, dropped after the suite's own closings; skipped loudly if there is no server. */
export function describeWithPostgres(name: string, suite: (url: () => string) => void): void {
  const server = postgresServer();
  const what =
    'PostgreSQL (TEST_DATABASE_URL, else 127.0.0.1:5432 without a password as this user or postgres)';
  describeIf({ available: server !== undefined, what }, name, () => {
    let database: TestDatabase | undefined;
    beforeAll(async () => {
      database = await createTestDatabase();
    });
    suite(() => {
      if (!database) throw new Error('The database exists only while tests and hooks run.');
      return database.url;
    });
    afterAll(() => database?.drop());
  });
}

import { readImage } from '../../bench/processes/image.js';
import type { Closings } from '../../platform/lifecycle.js';
import { createTestDatabase } from '../support/postgresServer.js';
import { startRedis } from '../support/redis.js';
import { startProcess, type StartedProcess } from '../support/startProcess.js';
import { environmentOf, ownServices, type Variables } from './compose.js';

export interface Composed {
  readonly process: StartedProcess;
  /** The variable that sets its port. */
  readonly portVariable: string;
}

const portVariables = {
  sandbox: 'SANDBOX_PORT',
  users: 'USERS_PORT',
  certificates: 'CERTIFICATES_PORT',
  gateway: 'PORT',
};

/**
 * Starts our services of docker-compose.yml as processes on this machine, each with the environment it has there; only
 * ports, and the addresses of each other, of PostgreSQL and of Redis are this machine's.
 * @param folder what is /app in the image
 */
export async function startComposed(
  folder: string,
  variables: Variables,
  closings: Closings,
): Promise<Readonly<Record<keyof typeof portVariables, Composed>>> {
  const database = await createTestDatabase();
  closings.add(() => database.drop());
  const redis = await startRedis();
  closings.add(() => redis.stop());

  const services = new Map(ownServices());
  const image = readImage();
  const here = new Map([['redis://redis:6379', redis.url]]);
  const start = async (part: keyof typeof portVariables): Promise<Composed> => {
    const service = services.get(part);
    if (!service) throw new Error(`Expected docker-compose.yml to run ${part}.`);
    const portVariable = portVariables[part];
    const environment: Record<string, string> = { ...image.variables, [portVariable]: '0' };
    for (const [name, value] of Object.entries(environmentOf(service, variables))) {
      const there = [...here.keys()].find((address) => value.startsWith(address)) ?? '';
      environment[name] = `${here.get(there) ?? ''}${value.slice(there.length)}`;
    }
    if (environment['DATABASE_URL']) environment['DATABASE_URL'] = database.url;
    const process = await startProcess(part, environment, {
      folder,
      main: image.entrypoint.slice(1),
    });
    closings.add(() => process.stop());
    here.set(`http://${part}:${image.variables[portVariable] ?? ''}`, process.url);
    return { process, portVariable };
  };
  return {
    sandbox: await start('sandbox'),
    users: await start('users'),
    certificates: await start('certificates'),
    gateway: await start('gateway'),
  };
}

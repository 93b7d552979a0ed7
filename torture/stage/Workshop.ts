import { connect } from 'node:net';
import { join } from 'node:path';
import { fetch } from 'undici';
import { freePort } from '../../bench/processes/freePort.js';
import type { Closings } from '../../platform/lifecycle.js';
import { FaultyWay } from './FaultyWay.js';
import { Program } from './Program.js';

type Settings = Readonly<Record<string, string>>;

/** A program with the address that it always has. */
export interface Placed {
  readonly program: Program;
  readonly port: number;
  readonly url: string;
}

/** Makes programs and ways between them on free ports, and sees to it that nothing is left of them. */
export class Workshop {
  readonly #folder: string;
  readonly #dist: string;
  readonly #closings: Closings;

  /**
   * @param folder for a log of each program
   * @param dist where the parts of this repository are compiled
   */
  constructor(folder: string, dist: string, closings: Closings) {
    this.#folder = folder;
    this.#dist = dist;
    this.#closings = closings;
  }

  /** @param portSetting the environment variable that names its port */
  async part(name: string, part: string, portSetting: string, settings: Settings): Promise<Placed> {
    const port = await freePort();
    const url = `http://127.0.0.1:${String(port)}`;
    const program = this.#program({
      name,
      command: [process.execPath, join(this.#dist, 'main.js'), part],
      environment: { LOG_FORMAT: 'json', ...settings, [portSetting]: String(port) },
      answers: () => isLive(url),
    });
    return { program, port, url };
  }

  /** A Redis that keeps nothing on disk. */
  async redis(): Promise<Placed> {
    const port = await freePort();
    const options = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const program = this.#program({
      name: 'redis',
      command: ['redis-server', '--port', String(port), ...options],
      environment: {},
      answers: () => accepts(port),
    });
    return { program, port, url: `redis://127.0.0.1:${String(port)}` };
  }

  async way(targetPort: number): Promise<FaultyWay> {
    const way = await FaultyWay.to(targetPort);
    this.#closings.add(() => way.stop());
    return way;
  }

  #program(options: Omit<ConstructorParameters<typeof Program>[0], 'logFile'>): Program {
    const logFile = join(this.#folder, `${options.name}.log`);
    const program = new Program({ ...options, logFile });
    this.#closings.add(() => program.kill());
    return program;
  }
}

async function isLive(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => {
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
  } finally {
    socket.destroy();
  }
}

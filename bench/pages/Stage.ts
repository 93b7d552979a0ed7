import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Closings } from '../../platform/lifecycle.js';
import { createLogger } from '../../platform/log.js';
import { createMetrics } from '../../platform/metrics.js';
import { createSandbox, type Sandbox } from '../../pluvo/sandbox/createSandbox.js';
import { defaultTraits } from '../../pluvo/sandbox/options.js';
import { PageReader } from '../load/PageReader.js';
import type { SplitCores } from '../processes/cores.js';
import { freePort } from '../processes/freePort.js';
import { startProgram } from '../processes/startProgram.js';
import { startRedis } from '../processes/startRedis.js';

export const certificateCount = 10_000;
const identitySecret = 'a-secret-only-for-benchmarks';
/** Of the load generator to one server. */
const connections = 32;

/** A Redis that can be killed and brought back under the same address. */
export interface StagedRedis {
  readonly url: string;
  kill(): Promise<void>;
  comeBack(): Promise<void>;
}

/** Where measurements play: a sandbox in this process, and servers as processes of their own. */
export class Stage {
  readonly sandbox: Sandbox;
  readonly cores: SplitCores | undefined;
  readonly #sandboxUrl: string;
  readonly #folder: string;
  readonly #closings: Closings;
  #started = 0;

  constructor(options: {
    sandbox: Sandbox;
    sandboxUrl: string;
    folder: string;
    cores: SplitCores | undefined;
    closings: Closings;
  }) {
    this.sandbox = options.sandbox;
    this.cores = options.cores;
    this.#sandboxUrl = options.sandboxUrl;
    this.#folder = options.folder;
    this.#closings = options.closings;
  }

  /** How many requests for certificates have arrived upstream. */
  get upstreamCalls(): number {
    return this.sandbox.requests.report().operations['certificates'] ?? 0;
  }

  async redis(): Promise<StagedRedis> {
    const port = await freePort();
    let server = await startRedis(port);
    this.#closings.add(() => server.stop());
    return {
      url: `redis://127.0.0.1:${String(port)}`,
      kill: () => server.kill(),
      comeBack: async () => {
        server = await startRedis(port);
      },
    };
  }

  /** A certificates subgraph as users start it, on a core of its own or on any. */
  certificates(
    changes: Readonly<Record<string, string>>,
    cores = this.cores?.all,
  ): Promise<PageReader> {
    this.#started += 1;
    const environment = {
      IDENTITY_SECRET: identitySecret,
      CERTIFICATES_DATABASE_URL: `file:${join(this.#folder, `${String(this.#started)}.sqlite`)}`,
      PLUVO_URL: this.#sandboxUrl,
      PLUVO_CLIENT_ID: defaultTraits.clientId,
      PLUVO_CLIENT_SECRET: defaultTraits.clientSecret,
      ...changes,
    };
    return this.#start(['main.ts', 'certificates'], 'CERTIFICATES_PORT', environment, cores);
  }

  /** The same server, with a resolver that gives always this page. */
  constant(page: unknown, cores = this.cores?.all): Promise<PageReader> {
    const program = ['bench/processes/constantCertificates.ts', JSON.stringify(page)];
    const environment = { IDENTITY_SECRET: identitySecret };
    return this.#start(program, 'CERTIFICATES_PORT', environment, cores);
  }

  gateway(certificatesUrl: string): Promise<PageReader> {
    const environment = {
      IDENTITY_SECRET: identitySecret,
      CERTIFICATES_URL: `${certificatesUrl}/graphql`,
    };
    return this.#start(['main.ts', 'gateway'], 'PORT', environment, this.cores?.all);
  }

  async #start(
    program: readonly string[],
    portSetting: string,
    environment: Readonly<Record<string, string>>,
    cores: string | undefined,
  ): Promise<PageReader> {
    const running = await startProgram(program, portSetting, environment, cores);
    this.#closings.add(() => running.stop());
    const reader = new PageReader(running.url, { identitySecret, connections });
    this.#closings.add(() => reader.stop());
    return reader;
  }
}

/** Sets a stage, plays on it, and clears it away whatever happens. */
export async function onStage<Result>(
  cores: SplitCores | undefined,
  play: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const closings = new Closings();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'certificate-graph-'));
    closings.add(() => rm(folder, { recursive: true }));
    const sandbox = createSandbox({
      certificates: certificateCount,
      logger: createLogger({ name: 'sandbox', level: 'silent' }),
      metrics: createMetrics(),
    });
    const listening = await sandbox.listen({ host: '127.0.0.1', port: 0 });
    closings.add(() => listening.stop());
    return await play(new Stage({ sandbox, sandboxUrl: listening.url, folder, cores, closings }));
  } finally {
    await closings.run();
  }
}

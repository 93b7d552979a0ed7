import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { rest } from '../rest.js';

export interface ProgramOptions {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  /** Where all its lives write what they have to say. */
  readonly logFile: string;
  /** Whether it answers now. */
  readonly answers: () => Promise<boolean>;
}

/** Two cores that nine processes share are slow at times. */
const patienceMs = 60_000;

/** A program that is killed and started again, always under the same address. */
export class Program {
  readonly name: string;
  readonly #options: ProgramOptions;
  #life: { readonly child: ChildProcess; readonly ended: Promise<unknown> } | undefined;

  constructor(options: ProgramOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get isAlive(): boolean {
    const { child } = this.#life ?? {};
    return child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
  }

  /** Begins a life, and does not wait until it answers. @param changes variables of this life only */
  launch(changes: Readonly<Record<string, string>> = {}): void {
    const { command, environment, logFile } = this.#options;
    const { PATH = '' } = process.env;
    const [program, ...args] = command;
    const log = openSync(logFile, 'a');
    const child = spawn(program, args, {
      env: { PATH, NODE_ENV: 'production', ...environment, ...changes },
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    this.#life = { child, ended: once(child, 'exit') };
  }

  /** Resolves when it answers, or has ended. @throws Error if it does neither. */
  async awaited(): Promise<void> {
    const untilMs = performance.now() + patienceMs;
    while (this.isAlive && !(await this.#options.answers())) {
      if (performance.now() > untilMs) {
        throw new Error(`Expected ${this.name} to answer; see ${this.#options.logFile}.`);
      }
      await rest(30);
    }
  }

  /** @throws Error if it ends before it answers. */
  async start(): Promise<void> {
    this.launch();
    await this.awaited();
    if (this.isAlive) return;
    throw new Error(`Expected ${this.name} to start; it ended, see ${this.#options.logFile}.`);
  }

  /** Starts it as an orchestrator does: again, if it ends because it cannot reach what it needs. */
  async revive(): Promise<void> {
    const untilMs = performance.now() + patienceMs;
    while (!this.isAlive && performance.now() < untilMs) {
      this.launch();
      await this.awaited();
    }
    if (!this.isAlive)
      throw new Error(`Expected ${this.name} to start; see ${this.#options.logFile}.`);
  }

  /** Whether it has ended by itself within this time. */
  async endsWithin(lengthMs: number): Promise<boolean> {
    const enough = new AbortController();
    await Promise.race([this.#life?.ended, rest(lengthMs, enough.signal)]);
    enough.abort();
    return !this.isAlive;
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM, and kill -9 if it takes no notice. False if that was needed. */
  async stop(): Promise<boolean> {
    if (this.isAlive) this.#life?.child.kill('SIGTERM');
    const ended = await this.endsWithin(30_000);
    await this.kill();
    return ended;
  }

  pause(): void {
    if (this.isAlive) this.#life?.child.kill('SIGSTOP');
  }

  resume(): void {
    if (this.isAlive) this.#life?.child.kill('SIGCONT');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isAlive) return;
    this.#life?.child.kill(signal);
    await this.#life?.ended;
  }
}

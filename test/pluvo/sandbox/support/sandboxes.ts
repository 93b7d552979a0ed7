import { afterEach } from '@jest/globals';
import { z } from 'zod';
import { createLogger } from '../../../../platform/log.js';
import { createMetrics } from '../../../../platform/metrics.js';
import { createSandbox, type Sandbox } from '../../../../pluvo/sandbox/createSandbox.js';
import { defaultTraits, type SandboxOptions } from '../../../../pluvo/sandbox/options.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined if the body is not JSON. */
  readonly body: unknown;
}

/** A sandbox that listens, and a client that speaks to it over HTTP. */
export interface TestSandbox {
  readonly sandbox: Sandbox;
  readonly url: string;
  /** Asks for a token with all scopes, unless told otherwise. */
  readonly token: (form?: Readonly<Record<string, string>>) => Promise<Answer>;
  /** Asks with a token of its own, which it fetches once. */
  readonly graphql: (
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    options?: { token?: string; signal?: AbortSignal },
  ) => Promise<Answer>;
  readonly admin: (
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
  ) => Promise<Answer>;
  readonly stop: () => Promise<void>;
}

/** Starts sandboxes that answer without latency, and stops them after each test. */
export function useSandboxes(): (options?: Partial<SandboxOptions>) => Promise<TestSandbox> {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    await Promise.all(stops.splice(0).map((stop) => stop()));
  });
  return async (options = {}) => {
    const started = await startTestSandbox(options);
    stops.push(() => started.stop());
    return started;
  };
}

async function startTestSandbox(options: Partial<SandboxOptions>): Promise<TestSandbox> {
  const logger = createLogger({ name: 'test', level: 'silent' });
  const sandbox = createSandbox({ logger, metrics: createMetrics(), latencyMs: 0, ...options });
  const listening = await sandbox.listen({ host: '127.0.0.1', port: 0 });
  const { url } = listening;
  let stopped: Promise<void> | undefined;
  let ownToken: string | undefined;

  async function send(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(url + path, { redirect: 'manual', ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parse(text) };
  }
  const token: TestSandbox['token'] = (form = {}) =>
    send('/oauth/token/', {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: defaultTraits.clientId,
        client_secret: defaultTraits.clientSecret,
        ...form,
      }),
    });

  return {
    sandbox,
    url,
    token,
    async graphql(query, variables = {}, { token: given, signal } = {}) {
      const authorization = `Bearer ${given ?? (ownToken ??= tokenIn(await token()))}`;
      return send('/graphql/', {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
        ...(signal && { signal }),
      });
    },
    admin: (method, path, body) =>
      send(`/admin/${path}`, {
        method,
        ...(body !== undefined && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      }),
    stop: () => (stopped ??= listening.stop()),
  };
}

export function tokenIn(answer: Answer): string {
  return z.object({ access_token: z.string() }).parse(answer.body).access_token;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

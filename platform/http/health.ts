import { setTimeout as delay } from 'node:timers/promises';
import type { HttpApp } from './createHttpApp.js';

/** One thing this process needs before it can serve. `check` rejects, or takes too long, while it is not there. */
export interface ReadyCheck {
  readonly name: string;
  check(): Promise<unknown>;
}

/** Something worth knowing about this process that does not keep it from serving. */
export interface ReadyDetail {
  readonly name: string;
  /** As JSON. Open to whoever reaches the port: no secret, nothing about people. */
  read(): unknown;
}

/** A check that takes longer than this counts as failed: probes usually wait a few seconds at most. */
const checkTimeoutMs = 2_000;

async function passes(needed: ReadyCheck): Promise<boolean> {
  const answered = new AbortController();
  const timeout = delay(checkTimeoutMs, false, { signal: answered.signal }).catch(() => false);
  const passed = needed.check().then(
    () => true,
    () => false,
  );
  const result = await Promise.race([passed, timeout]);
  answered.abort();
  return result;
}

/**
 * `/health/live`: the process runs. `/health/ready`: 200 if all checks pass, else 503, with each by name; details are
 * shown beside them and decide nothing.
 */
export function serveHealth(
  app: HttpApp,
  checks: readonly ReadyCheck[],
  details: readonly ReadyDetail[] = [],
): void {
  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const results = await Promise.all(
      checks.map(async (check) => [check.name, (await passes(check)) ? 'ok' : 'failed'] as const),
    );
    const ready = results.every(([, result]) => result === 'ok');
    return reply.code(ready ? 200 : 503).send({
      status: ready ? 'ready' : 'not ready',
      checks: Object.fromEntries(results),
      ...(details.length > 0 && {
        details: Object.fromEntries(details.map((detail) => [detail.name, detail.read()])),
      }),
    });
  });
}

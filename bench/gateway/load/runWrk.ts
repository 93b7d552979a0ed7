import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const scriptFile = (name: string) => fileURLToPath(new URL(`${name}.lua`, import.meta.url));
const connections = 50;

const told = z.object({
  requests: z.number(),
  tookUs: z.number(),
  failures: z.number(),
  p50Us: z.number(),
  p99Us: z.number(),
  /** What the load generator itself used. */
  cpuS: z.number(),
});
export type WrkReport = z.infer<typeof told>;

/** What is sent: the lines of a file in turn; or documents that differ in a number, from a number on. */
export type Load =
  | { readonly kind: 'rotate'; readonly bodiesFile: string }
  | { readonly kind: 'distinct'; readonly template: string; readonly from: number };

/**
 * Keeps a server busy with 50 requests at any time.
 * @throws Error if wrk is not installed
 */
export async function runWrk(url: string, load: Load, durationS: number): Promise<WrkReport> {
  const given = load.kind === 'rotate' ? [load.bodiesFile] : [load.template, String(load.from)];
  const options = ['-t', '1', '-c', String(connections), '-d', String(durationS), '--latency'];
  const script = ['--timeout', '10', '-s', scriptFile(load.kind)];
  const { stdout } = await promisify(execFile)(
    'wrk',
    [...options, ...script, url, '--', ...given],
    {
      env: { ...process.env, REPORT_LUA: scriptFile('report') },
    },
  ).catch((error: unknown) => {
    throw new Error('Expected wrk to run (Debian has it as a package).', { cause: error });
  });
  return told.parse(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''));
}

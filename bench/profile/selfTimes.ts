import { z } from 'zod';

const profileSchema = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string(), lineNumber: z.number() }),
    }),
  ),
  samples: z.array(z.number()),
});

/** Where a process spent its time. */
export interface SelfTime {
  /** The function, and where it begins. */
  readonly where: string;
  /** Of the time in which the process was not idle. */
  readonly share: number;
}

/** Functions by the time spent in them, not in what they call; the longest first. */
export function selfTimes(profile: unknown): SelfTime[] {
  const { nodes, samples } = profileSchema.parse(profile);
  const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]));
  const counts = new Map<string, number>();
  for (const id of samples) {
    const where = places.get(id) ?? '';
    if (where !== '(idle)') counts.set(where, (counts.get(where) ?? 0) + 1);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [...counts]
    .map(([where, count]) => ({ where, share: count / total }))
    .sort((a, b) => b.share - a.share);
}

function placeOf(frame: { functionName: string; url: string; lineNumber: number }): string {
  const { functionName, url, lineNumber } = frame;
  const name = functionName || '(anonymous)';
  if (url === '') return name;
  const file = url.split('/').slice(-3).join('/');
  return `${name} ${file}:${String(lineNumber + 1)}`;
}

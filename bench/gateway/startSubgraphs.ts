import { z } from 'zod';
import { request } from 'undici';
import { freePort } from '../processes/freePort.js';
import { startProgram, type Program } from '../processes/startProgram.js';
import { subgraphNames, type SubgraphUrls } from './graph/subgraphs.js';
import { urlEnvironment } from './settings.js';

const countsSchema = z.object({
  fetches: z.number(),
  representations: z.number(),
  duplicates: z.number(),
});
/** What was asked of all subgraphs together. */
export type Counts = z.infer<typeof countsSchema>;

export interface Subgraphs extends Program {
  readonly urls: SubgraphUrls;
  counts(): Promise<Counts>;
}

/** Starts all subgraphs as one process, where the load generator runs. */
export async function startSubgraphs(): Promise<Subgraphs> {
  const ports: number[] = [];
  // One after the other: ports that are asked for at once may be the same.
  for (const name of subgraphNames) ports[subgraphNames.indexOf(name)] = await freePort();
  const urls = Object.fromEntries(
    subgraphNames.map((name, index) => [name, `http://127.0.0.1:${String(ports[index])}/graphql`]),
  ) as Record<(typeof subgraphNames)[number], string>;
  const file = 'bench/gateway/programs/cannedSubgraphs.ts';
  const program = await startProgram([file], 'PORT', urlEnvironment(urls), undefined);
  return {
    ...program,
    urls,
    async counts() {
      const { body } = await request(program.url);
      return countsSchema.parse(await body.json());
    },
  };
}

import type { FuzzedTopic } from './fuzzTopic.js';

/** What a thread is told to fuzz. Topics hold functions, so they go by their place among the topics. */
export interface FuzzJob {
  readonly topic: number;
  readonly count: number;
  readonly firstSeed: number;
  readonly overHttpEvery: number;
}

/** What a thread tells: that it can begin, or what came of a job. */
export type FuzzMessage = { readonly type: 'ready' } | ({ readonly type: 'done' } & FuzzedTopic);

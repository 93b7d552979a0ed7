import { parentPort } from 'node:worker_threads';
import { topics } from '../topics.js';
import type { FuzzJob, FuzzMessage } from './fuzzMessages.js';
import { fuzzTopic } from './fuzzTopic.js';

// The program of a thread that fuzzes: one topic after the other.
const tell = (message: FuzzMessage) => parentPort?.postMessage(message);

parentPort?.on('message', ({ topic: place, ...options }: FuzzJob) => {
  const topic = topics[place];
  if (!topic) throw new RangeError(`Expected the place of a topic, got ${String(place)}.`);
  void fuzzTopic(topic, options).then((fuzzed) => {
    tell({ type: 'done', ...fuzzed });
  });
});
tell({ type: 'ready' });

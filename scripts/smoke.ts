import { randomUUID } from 'node:crypto';
import { GraphClient } from './smoke/GraphClient.js';
import { UsageError, readOptions } from './smoke/options.js';
import { runStory } from './smoke/report.js';
import { tellStory } from './smoke/story.js';

// npm run smoke: the whole story over HTTP against a running graph; the exit code says whether it holds.
try {
  const { url, token, json } = readOptions(process.argv.slice(2));
  const graph = new GraphClient(url, token);
  const id = randomUUID();
  const run = {
    title: `Smoke test ${id}`,
    unknownEmail: `nobody-${id}@example.com`,
    requestId: () => randomUUID(),
  };
  const steps = await runStory(
    (step) => tellStory(graph, run, step),
    ({ name, ok, detail }) => {
      if (!json) console.log(`${ok ? '✓' : '✗'} ${name}: ${detail}`);
    },
  );
  const ok = steps.every((step) => step.ok);
  console.log(
    json
      ? JSON.stringify({ url, ok, steps })
      : `\n${ok ? 'The whole story holds' : 'The story does not hold'} at ${url}.`,
  );
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

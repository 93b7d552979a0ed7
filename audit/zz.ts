import { runTopic } from './runTopic.js';
import { topics } from './topics.js';
for (const t of topics)
  if (t.name.includes(process.argv[2]!)) {
    const r = (await runTopic(t)).filter((x) => x.problems.length);
    if (r.length) console.log(JSON.stringify(r, null, 1));
  }

import { readSettings } from '../../../platform/config.js';
import { answerWith } from '../answerWith.js';
import { SubgraphPool } from '../SubgraphPool.js';
import { programSettings, urlSettings } from '../settings.js';

// A limit: hands each request to the certificates subgraph as it is, and the answer back, both unread.
const { port, certificates } = readSettings(
  { ...programSettings, certificates: urlSettings.certificates },
  process.env,
);
const pool = new SubgraphPool(certificates);
await answerWith(port, (body) => pool.post(body));

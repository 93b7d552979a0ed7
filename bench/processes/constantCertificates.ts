import { Freshness } from '../../platform/cache/Freshness.js';
import { readSettings } from '../../platform/config.js';
import { reportFreshness } from '../../platform/graphql/reportFreshness.js';
import { startSubgraph } from '../../platform/graphql/startSubgraph.js';
import { Subgraph } from '../../platform/graphql/Subgraph.js';
import { identitySecretSetting, processSettings } from '../../platform/processSettings.js';
import { certificatesSettings } from '../../subgraphs/certificates/config.js';
import { resolvers } from '../../subgraphs/certificates/resolvers.js';
import { typeDefs } from '../../subgraphs/certificates/schema.js';

// The baseline: the server of the certificates subgraph with one resolver exchanged, which always gives the page that
// came as the argument. Nothing can be read faster than this without another server.
const [page = 'null'] = process.argv.slice(2);
const certificates: unknown = JSON.parse(page);
const { port } = certificatesSettings;
const config = readSettings(
  { ...processSettings, port, identitySecret: identitySecretSetting },
  process.env,
);
await startSubgraph('certificates', config, (tools) =>
  Promise.resolve({
    subgraph: new Subgraph({
      ...tools,
      name: 'certificates',
      typeDefs,
      resolvers: { ...resolvers, Query: { ...resolvers.Query, certificates: () => certificates } },
      contextFor: (caller) => ({ caller, freshness: new Freshness() }),
      plugins: [reportFreshness()],
    }),
    readyChecks: [],
    stop: () => Promise.resolve(),
  }),
);

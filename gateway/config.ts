import { parseArgs } from 'node:util';
import { ConfigError, kinds, readSettings, setting, type Environment } from '../platform/config.js';
import { identitySecretSetting, processSettings } from '../platform/processSettings.js';
import { configuredCallers } from './auth/configuredCallers.js';
import { identifyFor } from './auth/identifyFor.js';
import { defaultLimits } from './limits/enforceLimits.js';
import { ownSupergraphFile } from './supergraph.js';

/** Who may ask, how much, and what a browser gets: the same wherever the gateway runs. */
export const frontDoorSettings = {
  callers: setting(
    'CALLERS',
    configuredCallers.optional(),
    'Who may call: a JSON array of {"name", "token", "email", "scopes"}, each token of at least 16 characters, the e-mail address (optional) of the person the caller asks for, and scopes (optional) for what operators do, such as certificates:admin. Without it everybody is the caller "local", on a loopback address only.',
    { secret: true },
  ),
  allowAnonymous: setting(
    'ALLOW_ANONYMOUS',
    kinds.flag.default(false),
    'Lets everybody who reaches this gateway read and issue without a token, on any address.',
  ),
  depthLimit: setting(
    'DEPTH_LIMIT',
    kinds.whole(1, 1_000).default(defaultLimits.depth),
    'The most fields inside each other in one operation.',
  ),
  aliasLimit: setting(
    'ALIAS_LIMIT',
    kinds.whole(0, 100_000).default(defaultLimits.aliases),
    'The most aliases in one operation.',
  ),
  tokenLimit: setting(
    'TOKEN_LIMIT',
    kinds.whole(10, 100_000).default(defaultLimits.tokens),
    'The most tokens (words, braces and the like) in one document.',
  ),
  introspection: setting(
    'GRAPHQL_INTROSPECTION',
    kinds.flag.default(true),
    'Whether callers may ask for the schema; the IDE needs it.',
  ),
  ide: setting(
    'GRAPHQL_IDE',
    kinds.flag.default(true),
    'Whether a browser that opens /graphql gets a GraphQL IDE.',
  ),
};

const subgraphUrl = kinds.url('http', 'https').optional();

/** Everything the gateway process reads from its environment. */
export const gatewaySettings = {
  ...processSettings,
  port: setting('PORT', kinds.port.default(4000), 'Port of the gateway; 0 takes any free one.'),
  supergraphFile: setting(
    'SUPERGRAPH_FILE',
    kinds.text.optional(),
    'The composed graph to serve, if not the supergraph.graphql of this repository.',
  ),
  usersUrl: setting(
    'USERS_URL',
    subgraphUrl,
    'GraphQL address of the users subgraph, instead of the one in the supergraph.',
  ),
  certificatesUrl: setting(
    'CERTIFICATES_URL',
    subgraphUrl,
    'GraphQL address of the certificates subgraph, instead of the one in the supergraph.',
  ),
  subgraphTimeoutMs: setting(
    'SUBGRAPH_TIMEOUT_MS',
    // An issuance is waited for up to 10 seconds inside one request.
    kinds.whole(1, 600_000).default(30_000),
    'How long the gateway waits for the answer of a subgraph.',
  ),
  identitySecret: identitySecretSetting,
  ...frontDoorSettings,
};

/**
 * Settings of the gateway process; flags win over variables. With --supergraph the graph may be anybody's: it is
 * reached at its own addresses, and its subgraphs are told nothing about callers unless IDENTITY_SECRET is set.
 * @throws ConfigError listing every problem.
 */
export function readGatewayConfig(environment: Environment, args: readonly string[]) {
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const flags = attempt(() => readFlags(args));
  const foreignFile = flags?.supergraph;
  const identitySecret = foreignFile
    ? { ...identitySecretSetting, schema: kinds.secret.optional() }
    : identitySecretSetting;
  const values = attempt(() =>
    readSettings(
      { ...gatewaySettings, identitySecret },
      { ...environment, ...(flags?.port !== undefined && { PORT: flags.port }) },
    ),
  );
  const identify = values && attempt(() => identifyFor(values));
  if (!values || !identify || problems.length > 0) throw new ConfigError(problems);

  const { usersUrl, certificatesUrl, supergraphFile = ownSupergraphFile, ...rest } = values;
  const ownUrls: Readonly<Record<string, string | undefined>> = foreignFile
    ? {}
    : { users: usersUrl, certificates: certificatesUrl };
  return {
    ...rest,
    identify,
    isForeign: foreignFile !== undefined,
    supergraphFile: foreignFile ?? supergraphFile,
    ownUrls,
  };
}

function readFlags(args: readonly string[]): {
  supergraph?: string | undefined;
  port?: string | undefined;
} {
  try {
    return parseArgs({
      args: [...args],
      options: { supergraph: { type: 'string' }, port: { type: 'string' } },
    }).values;
  } catch (error) {
    // parseArgs throws TypeErrors that say which argument it did not expect.
    const came = error instanceof Error ? error.message : String(error);
    throw new ConfigError([`Expected the flags --supergraph FILE and --port N only. ${came}`]);
  }
}

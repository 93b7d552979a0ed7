import { parseArgs } from 'node:util';
import { ConfigError, kinds, readSettings, setting, type Environment } from '../platform/config.js';
import {
  identitySecretSetting,
  processSettings,
  redisUrlSetting,
} from '../platform/processSettings.js';
import { defaultAnswerCacheBytes } from './answers/AnswerCache.js';
import { configuredCallers } from './auth/configuredCallers.js';
import { identifyFor } from './auth/identifyFor.js';
import { defaultLimits } from './limits/enforceLimits.js';
import { defaultBounds } from './operations/PreparedOperations.js';
import { defaultPlanning } from './planning/createPlanner.js';
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
  preparedOperations: setting(
    'PREPARED_OPERATIONS',
    kinds.whole(1, 100_000).default(defaultBounds.operations),
    'The most operations kept ready to run; the least recently used one goes first.',
  ),
  preparedCharacters: setting(
    'PREPARED_CHARACTERS',
    kinds.whole(10_000, 1_073_741_824).default(defaultBounds.characters),
    'The most characters of documents with operations kept ready to run, all together.',
  ),
  warmUpFile: setting(
    'WARM_UP_FILE',
    kinds.text.optional(),
    'File in which the gateway keeps the texts of the operations it was asked for most, without variables, and from which it prepares them at its next start. None: a start begins with nothing.',
  ),
  planningDeadlineMs: setting(
    'PLANNING_DEADLINE_MS',
    kinds.whole(10, 600_000).default(defaultPlanning.deadlineMs),
    'How long planning one operation may take; one that takes longer is refused.',
  ),
  planningThreads: setting(
    'PLANNING_THREADS',
    kinds.whole(1, 64).default(defaultPlanning.workers),
    'The most threads that plan operations; one is there from the start, the others come when there is work.',
  ),
  planningQueue: setting(
    'PLANNING_QUEUE',
    kinds.whole(0, 100_000).default(defaultPlanning.maxQueued),
    'The most operations that wait for a thread to plan them; more are refused.',
  ),
  planningQueuePerCaller: setting(
    'PLANNING_QUEUE_PER_CALLER',
    kinds.whole(0, 100_000).default(defaultPlanning.maxQueuedPerCaller),
    'The most of them that one caller asked for.',
  ),
  shareInFlight: setting(
    'SHARE_IN_FLIGHT',
    kinds.flag.default(true),
    'Whether identical queries that one caller sends at the same time run once. Mutations never do.',
  ),
  answerCacheMaxBytes: setting(
    'ANSWER_CACHE_MAX_BYTES',
    kinds.whole(0, 17_179_869_184).default(defaultAnswerCacheBytes),
    'The most that whole answers take which the gateway keeps, where every subgraph that was asked allows it by Cache-Control; 0: none is kept.',
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
  redisUrl: {
    ...redisUrlSetting,
    about:
      'The Redis of the certificates processes, in which they tell what has become invalid. Without it the gateway keeps no answer that is made of what they cache.',
  },
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

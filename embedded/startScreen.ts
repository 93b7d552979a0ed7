import type { IdeTab } from '../gateway/ide/serveIde.js';

export interface RunningParts {
  readonly gatewayUrl: string;
  readonly pluvoUrl: string;
  /** Whether that Pluvo is the sandbox. */
  readonly isPretend: boolean;
  /** Where the directory and the ledger are. */
  readonly store: string;
  readonly cache: string;
  readonly operations: readonly IdeTab[];
}

/** What a person sees after `npm start`: what runs where, what is pretend, and what to try. */
export function startScreen(parts: RunningParts): string {
  const { gatewayUrl, pluvoUrl, isPretend, store, cache, operations } = parts;
  return [
    '',
    'Certificate Graph is running: everything in one process, reached from this machine only.',
    '',
    `  The graph    ${gatewayUrl}/graphql  (open it in a browser)`,
    `  Health       ${gatewayUrl}/health/ready, metrics under ${gatewayUrl}/metrics`,
    `  Subgraphs    users and certificates, in memory`,
    `  Pluvo        ${pluvoUrl}  ${isPretend ? 'PRETEND: a sandbox with made-up people; no e-mail is sent' : 'REAL: who is issued to gets an e-mail'}`,
    `  Kept in      ${store}`,
    `  Cached in    ${cache}`,
    '',
    ...(isPretend
      ? [
          'For your own Pluvo set PLUVO_URL, PLUVO_CLIENT_ID and PLUVO_CLIENT_SECRET and start again;',
          'then issuing is real, and Pluvo e-mails people. Every setting: docs/configuration.md',
          '',
          'Three requests to paste (also in the tabs of the browser):',
        ]
      : []),
    ...operations.flatMap(({ title, query, variables }) => [
      '',
      `# ${title}`,
      curl(gatewayUrl, { query: query.replace(/\s+/g, ' '), variables }),
    ]),
    '',
    'Ctrl-C stops it; the next start keeps what was issued.',
    '',
  ].join('\n');
}

function curl(gatewayUrl: string, body: { query: string; variables: unknown }): string {
  return `curl -s ${gatewayUrl}/graphql -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;
}

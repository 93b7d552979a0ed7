import { writeFile } from 'node:fs/promises';
import { Graph } from '../../test/support/Graph.js';
import { tokenOf } from '../callers/callers.js';
import type { Entry } from '../callers/RequestBook.js';
import { recipientsOf } from './Evidence.js';
import type { Finding } from './Verdict.js';

const trail = `query ($requestId: ID!) { issuance(requestId: $requestId) {
  events(first: 1000) { edges { node { sequence at kind chunk attempt pluvoUserIds detail } } } } }`;

/** Of very many findings the first say enough. */
const mostExplained = 50;
const mostTold = 5;

/**
 * Writes down everything that is known about the findings: what was asked and answered, what happened in Pluvo, and the
 * audit trail of each issuance.
 */
export async function explain(
  findings: readonly Finding[],
  {
    entries,
    gatewayUrl,
    file,
    tell,
  }: {
    entries: readonly Entry[];
    gatewayUrl: (entry: Entry) => string;
    file: string;
    tell: (line: string) => void;
  },
): Promise<void> {
  if (findings.length === 0) return;
  const explained = [];
  for (const finding of findings.slice(0, mostExplained)) {
    const concerned = entries.filter(({ wish }) => finding.requestIds.includes(wish.requestId));
    const requests = await Promise.all(
      concerned.map(async (entry) => ({
        ledger: entry.ledger,
        wish: entry.wish,
        answers: answersAbout(entry, finding.pluvoUserId),
        events: await eventsOf(entry, gatewayUrl(entry)),
      })),
    );
    explained.push({ ...finding, requests });
  }
  await writeFile(file, JSON.stringify(explained, undefined, 2));
  for (const { crime, what, requestIds } of findings.slice(0, mostTold)) {
    tell(`${crime}: ${what} Request IDs ${requestIds.join(', ')}`);
  }
  tell(`${String(findings.length)} findings; all about them in ${file}`);
}

function answersAbout({ answers }: Entry, pluvoUserId: string | undefined) {
  return answers.map(({ askedAtMs, answeredAtMs, issuance }) => {
    const recipients = recipientsOf(issuance).filter(
      (recipient) => pluvoUserId === undefined || recipient.pluvoUserId === pluvoUserId,
    );
    return {
      askedAt: new Date(askedAtMs).toISOString(),
      answeredAt: new Date(answeredAtMs).toISOString(),
      ...issuance,
      recipients: recipients.slice(0, 20),
    };
  });
}

async function eventsOf({ wish }: Entry, gatewayUrl: string): Promise<unknown> {
  const graph = new Graph(gatewayUrl, { authorization: `Bearer ${tokenOf(wish.caller)}` });
  return graph.ask(trail, { requestId: wish.requestId }).catch(String);
}

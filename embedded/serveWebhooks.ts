import type { SubgraphParts } from '../platform/graphql/startSubgraph.js';
import type { HttpApp } from '../platform/http/createHttpApp.js';

/** The parts that receive webhooks; here they share one address, so each has its name before the path. */
export const webhookParts = ['users', 'certificates'] as const;
export type WebhookPart = (typeof webhookParts)[number];

export function webhookPath(part: WebhookPart): string {
  return `/${part}/webhooks/pluvo`;
}

/** Serves what the subgraphs serve besides GraphQL, each under its name. */
export function serveWebhooks(
  app: HttpApp,
  parts: Readonly<Record<WebhookPart, Pick<SubgraphParts<never>, 'serve'>>>,
): void {
  for (const name of webhookParts) {
    void app.register(
      (scope, _options, done) => {
        parts[name].serve?.(scope);
        done();
      },
      { prefix: `/${name}` },
    );
  }
}

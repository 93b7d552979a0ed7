import { z } from 'zod';
import type { HttpApp } from '../../platform/http/createHttpApp.js';
import { GatewayError, gatewayErrors } from '../errors.js';
import { measureNesting } from './measureNesting.js';

/**
 * Brackets inside each other: far more than any operation within the depth limit has, and far fewer than it takes to
 * exhaust the stack of whoever reads the document.
 */
const mostNesting = 250;

const documentSchema = z.object({ query: z.string() });

/** Refuses a document that nests so much that reading it could exhaust the stack, before anybody reads it. */
export function refuseNesting(app: HttpApp): void {
  app.addHook('preHandler', ({ routeOptions, body, query }, _reply, done) => {
    const document =
      routeOptions.url === '/graphql'
        ? (documentSchema.safeParse(body).data ?? documentSchema.safeParse(query).data)
        : undefined;
    done(document && checkNesting(document.query));
  });
}

/** Why a document is refused before it is read, if it nests too much. */
export function checkNesting(source: string): GatewayError | undefined {
  const nesting = measureNesting(source);
  if (nesting <= mostNesting) return undefined;
  return new GatewayError(
    'QUERY_TOO_DEEP',
    `Expected at most ${String(mostNesting)} brackets inside each other, got ${String(nesting)}.`,
    { details: { limit: mostNesting, nesting }, http: gatewayErrors.QUERY_TOO_DEEP.http },
  );
}

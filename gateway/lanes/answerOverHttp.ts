import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { ageHeader, freshnessExtensions, resultText } from './answerText.js';
import { answerToGet } from './answerToGet.js';
import type { GatewayContext } from './GatewayContext.js';
import { mediaTypeFor, statusFor } from './mediaTypes.js';

const takesNone =
  "An 'accept' header was provided for this request which does not accept application/json; charset=utf-8 or application/graphql-response+json; charset=utf-8";

/**
 * What HTTP says of an answer in the full lane: its media type, the status that goes with that
 * (https://graphql.github.io/graphql-over-http/draft/#sec-Response), how old it is, and for GET how it
 * may be kept. An answer that its caller would
 * not take is refused before the operation runs, for it may be a mutation.
 */
export function answerOverHttp(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart({ request }) {
      const mediaType = mediaTypeFor(request.http?.headers.get('accept'));
      const isGet = request.http?.method === 'GET';
      return Promise.resolve({
        didResolveOperation: () =>
          mediaType
            ? Promise.resolve()
            : Promise.reject(
                new GraphQLError(takesNone, {
                  extensions: { code: 'BAD_REQUEST', http: { status: 406 } },
                }),
              ),
        willSendResponse({ contextValue: { reported }, response: { http, body } }) {
          const errors = body.kind === 'single' ? (body.singleResult.errors ?? []) : [];
          if (mediaType) {
            if (http.status !== undefined) http.status = statusFor(mediaType, http.status, errors);
            http.headers.set('content-type', mediaType.contentType);
          }
          const { freshness } = reported;
          const age = freshness && ageHeader(freshness);
          if (age !== undefined) http.headers.set('age', age);
          const extensions = freshness && freshnessExtensions(freshness);
          if (extensions && body.kind === 'single')
            body.singleResult.extensions = { ...body.singleResult.extensions, ...extensions };
          if (mediaType && isGet && body.kind === 'single' && errors.length === 0) {
            const { isKnown, fields } = answerToGet({
              ...{ body: resultText(body.singleResult), mediaType },
              ...{ keepable: reported.keepable, ageMs: freshness?.ageMs ?? 0 },
              ifNoneMatch: request.http?.headers.get('if-none-match'),
            });
            for (const [name, value] of Object.entries(fields)) http.headers.set(name, value);
            if (isKnown) http.status = 304;
          }
          return Promise.resolve();
        },
      });
    },
  };
}

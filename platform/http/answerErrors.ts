import type { FastifyError } from 'fastify';
import { CodedError, platformErrors, type ErrorEntry } from '../errors.js';
import type { Logger } from '../log.js';
import type { HttpApp } from './createHttpApp.js';
import { discardBody } from './discardBody.js';

type PlatformCode = keyof typeof platformErrors;

const fastifyCodes: Readonly<Record<string, { code: PlatformCode; message: string }>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: {
    code: 'BODY_TOO_LARGE',
    message: 'Expected a smaller body: this one is over the configured limit.',
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    code: 'UNSUPPORTED_CONTENT_TYPE',
    message: 'Expected content-type: application/json.',
  },
  FST_ERR_CTP_INVALID_JSON_BODY: { code: 'MALFORMED_JSON', message: 'Expected a body of JSON.' },
  FST_ERR_CTP_EMPTY_JSON_BODY: {
    code: 'MALFORMED_JSON',
    message: 'Expected a body of JSON, got none.',
  },
};

/** Answers what goes wrong outside of GraphQL in the shape of a GraphQL error, so that clients read one shape only. */
export function answerErrors(
  app: HttpApp,
  { logger, bodyLimitBytes }: { logger: Logger; bodyLimitBytes: number },
): void {
  app.setErrorHandler<FastifyError | CodedError>((error, request, reply) => {
    const { traceId } = request.trace;
    const known = fastifyCodes[error.code];
    if (known) {
      if (known.code === 'BODY_TOO_LARGE') discardBody(request, reply, bodyLimitBytes);
      return reply
        .code(platformErrors[known.code].http)
        .send({ errors: [{ message: known.message, extensions: { code: known.code, traceId } }] });
    }
    if (error instanceof CodedError) {
      const { message, code, details } = error;
      const table: Readonly<Record<string, ErrorEntry>> = platformErrors;
      return reply
        .code(error.http ?? table[error.code]?.http ?? 500)
        .send({ errors: [{ message, extensions: { code, ...details, traceId } }] });
    }
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return reply.code(error.statusCode).send({
        errors: [
          {
            message: 'Expected a well-formed request.',
            extensions: { code: 'BAD_REQUEST', traceId },
          },
        ],
      });
    }
    logger.error({ err: error, traceId }, 'a request failed unexpectedly');
    return reply.code(500).send({
      errors: [
        {
          message: 'Something went wrong here.',
          extensions: { code: 'INTERNAL_SERVER_ERROR', traceId },
        },
      ],
    });
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `Nothing is served under ${request.method} ${request.url.split('?')[0] ?? ''}.`;
    return reply.code(404).send({
      errors: [{ message, extensions: { code: 'NOT_FOUND', traceId: request.trace.traceId } }],
    });
  });
}

import type { FastifyReply, FastifyRequest } from 'fastify';

/** How much more than is accepted a client may still send. */
const lenience = 8;

/**
 * Lets a client whose body is refused finish sending. It would be reset if the connection was closed over what it has sent
 * (RFC 9112, section 9.6), and could not read why it was refused. The rest is thrown away; who sends far too much is cut off.
 */
export function discardBody(
  { raw }: FastifyRequest,
  reply: FastifyReply,
  limitBytes: number,
): void {
  let leftBytes = limitBytes * lenience;
  if (Number(raw.headers['content-length']) > leftBytes) return;
  // Fastify closes the connection after such an answer.
  reply.removeHeader('connection');
  raw.on('data', (chunk: Buffer) => {
    leftBytes -= chunk.length;
    if (leftBytes < 0) raw.destroy();
  });
}

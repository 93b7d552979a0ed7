import type { FastifyReply } from 'fastify';
import type { Agenda } from '../schedule/Agenda.js';
import type { Answer, Ended } from './Answer.js';

/** Answers over HTTP, or breaks the connection the way it was decided. */
export function transmit(reply: FastifyReply, ended: Ended, agenda: Agenda): FastifyReply {
  switch (ended.kind) {
    case 'answer':
      return reply
        .code(ended.status)
        .headers(ended.headers ?? {})
        .type(typeof ended.body === 'string' ? 'text/html' : 'application/json')
        .send(ended.body);
    case 'truncated':
      return truncate(reply, ended);
    case 'held':
      return hold(reply, ended.forMs, agenda);
    case 'reset':
      reply.hijack().raw.socket?.resetAndDestroy();
      return reply;
  }
}

function truncate(reply: FastifyReply, { status, body }: Answer): FastifyReply {
  const text = Buffer.from(JSON.stringify(body));
  const { raw } = reply.hijack();
  raw.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length });
  raw.write(text.subarray(0, Math.floor(text.length / 2)), () => {
    raw.destroy();
  });
  return reply;
}

function hold(reply: FastifyReply, forMs: number | undefined, agenda: Agenda): FastifyReply {
  const { raw } = reply.hijack();
  const letGo = agenda.atLatest(forMs, () => {
    raw.destroy();
  });
  raw.once('close', letGo);
  return reply;
}

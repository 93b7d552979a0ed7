import { readFileSync } from 'node:fs';
import mercuriusGateway from '@mercuriusjs/gateway';
import Fastify from 'fastify';

// Mercurius with its just-in-time compiler: server.mjs PORT [NAME URL SCHEMA]...
const [port, ...parts] = process.argv.slice(2);
const services = [];
for (let index = 0; index < parts.length; index += 3) {
  const [name, url, schemaFile] = parts.slice(index, index + 3);
  // As many connections as requests are under way.
  services.push({ name, url, schema: readFileSync(schemaFile, 'utf8'), connections: 50 });
}
const app = Fastify();
await app.register(mercuriusGateway, { gateway: { services }, jit: 1 });
await app.listen({ host: '127.0.0.1', port: Number(port) });

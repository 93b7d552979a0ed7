import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

export interface IdeFile {
  readonly type: string;
  readonly bytes: Buffer;
  readonly gzipped: Buffer;
  readonly etag: string;
}

/**
 * The files of the IDE, by name: GraphiQL as @graphql-yoga/render-graphiql ships it, and our own start of it. They are
 * some megabytes, so they are loaded when somebody first opens the IDE and not when the process starts.
 */
export async function loadIdeFiles(): Promise<ReadonlyMap<string, IdeFile>> {
  const graphiql = await import('@graphql-yoga/render-graphiql/graphiql');
  const own = (name: string) => readFile(new URL(`./files/${name}`, import.meta.url));
  const script = 'text/javascript; charset=utf-8';
  const style = 'text/css; charset=utf-8';
  return new Map(
    await Promise.all([
      ideFile('graphiql.js', script, graphiql.js),
      ideFile('graphiql.css', style, graphiql.css),
      ideFile('editorWorkerService.js', script, graphiql.editorWorkerService),
      ideFile('json.js', script, graphiql.jsonWorker),
      ideFile('graphql.js', script, graphiql.graphqlWorker),
      ideFile('start.js', script, await own('start.js')),
      ideFile('page.css', style, await own('page.css')),
      ideFile('logo.svg', 'image/svg+xml', await own('logo.svg')),
    ]),
  );
}

async function ideFile(
  name: string,
  type: string,
  content: string | Buffer,
): Promise<[string, IdeFile]> {
  const bytes = Buffer.from(content);
  const gzipped = await promisify(gzip)(bytes);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
  return [name, { type, bytes, gzipped, etag }];
}

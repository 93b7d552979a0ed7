import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** How the Dockerfile says that the program is run. */
export interface Image {
  readonly variables: Readonly<Record<string, string>>;
  /** `node`, with options of V8 that a variable cannot set, and the program. */
  readonly entrypoint: readonly string[];
}

export function readImage(): Image {
  const text = readFileSync('Dockerfile', 'utf8');
  const [, assigned = ''] = /^ENV ((?:.*\\\n)*.*)$/m.exec(text) ?? [];
  const variables: Record<string, string> = {};
  for (const [, name = '', quoted, plain = ''] of assigned.matchAll(/(\w+)=(?:"(.*)"|(\S+))/g))
    variables[name] = quoted ?? plain;
  const [, command = '[]'] = /^ENTRYPOINT (\[.*\])$/m.exec(text) ?? [];
  return { variables, entrypoint: z.array(z.string()).parse(JSON.parse(command)) };
}

const { variables, entrypoint } = readImage();

/** Node.js as the image has it. */
export const nodeOfImage: readonly [string, ...string[]] = [
  process.execPath,
  ...entrypoint.slice(1, -1),
];

/** The settings of Node.js that the image has. */
export const nodeEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(variables).filter(([name]) => name.startsWith('NODE_')),
);

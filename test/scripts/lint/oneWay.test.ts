import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { z } from 'zod';

type Import = readonly [path: string, code: string];

const wrongWay: readonly Import[] = [
  ['platform/log.ts', `import { PluvoError } from '../pluvo/errors.js';`],
  ['platform/http/listen.ts', `import '../../main.js';`],
  ['gateway/main.ts', `import { startUsers } from '../subgraphs/users/main.js';`],
  ['gateway/auth/identify.ts', `import type { X } from '../../pluvo/types.js';`],
  ['subgraphs/users/sync.ts', `import { x } from '../certificates/people.js';`],
  ['subgraphs/certificates/people.ts', `import { x } from '../users/directory/Directory.js';`],
  ['subgraphs/users/main.ts', `import { x } from '../../gateway/main.js';`],
  ['subgraphs/users/main.ts', `import { x } from '../../pluvo/sandbox/main.js';`],
  ['pluvo/answer.ts', `import { x } from './sandbox/main.js';`],
  ['pluvo/answer.ts', `import { x } from '../subgraphs/users/errors.js';`],
  ['pluvo/sandbox/main.ts', `import { x } from '../HttpPluvoClient.js';`],
  ['pluvo/sandbox/people/People.ts', `import { x } from '../../HttpPluvoClient.js';`],
  ['gateway/main.ts', `import { x } from '../embedded/startEmbedded.js';`],
  ['gateway/main.ts', `import { topics } from '../audit/topics.js';`],
  ['audit/runTopic.ts', `import { x } from '../subgraphs/users/main.js';`],
  ['platform/log.ts', `import { x } from '../scripts/composeSupergraph.js';`],
  ['gateway/main.ts', `export { x } from '../subgraphs/users/main.js';`],
  ['gateway/main.ts', `export * from '../subgraphs/users/main.js';`],
  ['gateway/main.ts', `const users = await import('../subgraphs/users/main.js');`],
  ['gateway/main.ts', `type Users = import('../subgraphs/users/main.js').Users;`],
];

const rightWay: readonly Import[] = [
  ['platform/http/listen.ts', `import '../log.js'; import 'fastify';`],
  ['gateway/main.ts', `import '../platform/log.js'; import './auth/identify.js';`],
  ['subgraphs/users/main.ts', `import '../../pluvo/types.js'; import '../../pluvo/answer.js';`],
  ['pluvo/answer.ts', `import './types.js'; import '../platform/log.js';`],
  ['pluvo/sandbox/main.ts', `import '../types.js'; import '../../platform/log.js';`],
  ['pluvo/sandbox/people/People.ts', `import '../options.js'; import '../../types.js';`],
  ['audit/runTopic.ts', `import '../gateway/createGateway.js'; import '../platform/log.js';`],
  ['embedded/startEmbedded.ts', `import '../gateway/main.js'; import '../pluvo/sandbox/main.js';`],
  ['main.ts', `import './embedded/startEmbedded.js'; import './gateway/main.js';`],
  ['test/gateway/main.test.ts', `import '../../subgraphs/users/main.js';`],
];

/** @returns what the linter says about each import. */
function lint(imports: readonly Import[]): unknown[] {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'test/scripts/lint/lintImports.ts', JSON.stringify(imports)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return z.array(z.unknown()).parse(JSON.parse(stdout));
}

describe('The linter', () => {
  test('refuses imports that point the wrong way, whatever their form', () => {
    const messages = lint(wrongWay);
    const accepted = wrongWay.filter((_each, n) => !/one way/.test(String(messages[n])));
    expect(accepted).toEqual([]);
  });

  test('accepts imports that point the right way', () => {
    expect(lint(rightWay).flat()).toEqual([]);
  });
});

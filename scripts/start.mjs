import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// npm start: runs main.ts as JavaScript. What changed since the last start is compiled first, file by file, so that a start
// does not wait for a compiler, nor its planning threads for another one each. Types are not checked.
// From Node.js 22 on, V8's own compiling is remembered, too.
module.enableCompileCache?.();

const root = fileURLToPath(new URL('..', import.meta.url));
const compiled = join(root, '.compiled');

for (const part of ['embedded', 'gateway', 'platform', 'pluvo', 'subgraphs']) {
  for (const entry of readdirSync(join(root, part), { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) update(join(entry.parentPath, entry.name).slice(root.length));
  }
}
for (const file of ['main.ts', 'supergraph.graphql']) update(file);
await import(join(compiled, 'main.js'));

/** A compiled file has the time of its source, so a source that is older again is noticed, too. */
function update(file) {
  const source = join(root, file);
  const target = join(compiled, file.replace(/\.ts$/, '.js'));
  const { mtime } = statSync(source);
  if (statSync(target, { throwIfNoEntry: false })?.mtimeMs === mtime.getTime()) return;
  mkdirSync(dirname(target), { recursive: true });
  // Several may start at the same time: none of them ever reads half a file.
  const whole = `${target}.${String(process.pid)}`;
  if (file.endsWith('.ts')) writeFileSync(whole, compile(source));
  else copyFileSync(source, whole);
  utimesSync(whole, mtime, mtime);
  renameSync(whole, target);
}

function compile(source) {
  // Loaded only if there is something to do.
  const { transformFileSync } = createRequire(import.meta.url)('@swc/core');
  return transformFileSync(source, {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'es6' },
    swcrc: false,
  }).code;
}

import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import module from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

// npm start: runs main.ts as JavaScript. All of it and its packages are compiled together if anything has changed since the
// last start, so that a start waits neither for a compiler nor for thousands of small files. Types are not checked.
// From Node.js 22 on, V8's own compiling is remembered, too.
module.enableCompileCache?.();

const root = fileURLToPath(new URL('..', import.meta.url));
const parts = ['embedded', 'gateway', 'platform', 'pluvo', 'subgraphs'];
/** Packages that are left where they are: they look for files beside themselves, or are large and loaded late. */
const asInstalled = ['@graphql-yoga/render-graphiql', 'libsql', 'pino', 'pino-pretty'];
const requireForAll = `import { createRequire as requireFrom } from 'node:module';
const require = requireFrom(import.meta.url);`;
const all = join(root, '.compiled');
const compiled = join(all, stateOfSources());

if (!existsSync(compiled)) await compile();
await import(join(compiled, 'main.js'));

/** Another name whenever a file has changed, came or went; also one whose time is older than it was. */
function stateOfSources() {
  const hash = createHash('sha256');
  const add = (file) => {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file} ${String(mtimeMs)} ${String(size)}\n`);
  };
  for (const part of parts) {
    for (const entry of readdirSync(join(root, part), { recursive: true, withFileTypes: true }))
      if (entry.isFile()) add(join(entry.parentPath, entry.name));
  }
  // npm writes the last one whenever it changes what is installed.
  const others = ['main.ts', 'supergraph.graphql', 'scripts/start.mjs'];
  for (const file of [...others, 'node_modules/.package-lock.json']) add(join(root, file));
  return hash.digest('hex').slice(0, 16);
}

async function compile() {
  // Loaded only if there is something to do.
  const { build } = await import('esbuild');
  // Several may start at the same time: none of them ever sees half of it.
  const whole = `${compiled}.${String(process.pid)}`;
  await build({
    absWorkingDir: root,
    entryPoints: ['main.ts', 'gateway/planning/planInThread.ts'],
    ...{ outdir: whole, outbase: root },
    ...{ bundle: true, splitting: true, external: asInstalled, keepNames: true },
    ...{ format: 'esm', platform: 'node', target: 'node20', logLevel: 'warning' },
    // For packages that were written for require, of what is not compiled with them.
    banner: { js: requireForAll },
    plugins: [{ name: 'own places', setup: keepPlaces }],
  });
  for (const part of [...parts, 'supergraph.graphql']) {
    cpSync(join(root, part), join(whole, part), {
      recursive: true,
      filter: (path) => !path.endsWith('.ts'),
    });
  }
  try {
    renameSync(whole, compiled);
  } catch {
    // Somebody else was faster.
    rmSync(whole, { recursive: true });
  }
  // Others that start now may remove the same.
  for (const old of readdirSync(all))
    if (!old.startsWith(basename(compiled)))
      rmSync(join(all, old), { recursive: true, force: true });
}

/** What a source reads beside itself is found as if each were compiled for itself. */
function keepPlaces({ onLoad }) {
  onLoad({ filter: /\.ts$/ }, ({ path }) => {
    const place = pathToFileURL(join(compiled, path.slice(root.length).replace(/\.ts$/, '.js')));
    const text = readFileSync(path, 'utf8');
    return {
      contents: text.replaceAll('import.meta.url', JSON.stringify(place.href)),
      loader: 'ts',
    };
  });
}

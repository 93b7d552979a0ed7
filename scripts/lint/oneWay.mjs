import { dirname, relative, resolve, sep } from 'node:path';

/**
 * Which part of the code may import which other parts, besides itself and packages. A part is a folder, or a file. What
 * is in no part (main.ts, scripts, tests) may import everything.
 */
const allowed = {
  platform: [],
  'pluvo/types.ts': [],
  'pluvo/webhooks/signWebhook.ts': [],
  'pluvo/sandbox': ['platform', 'pluvo/types.ts', 'pluvo/webhooks/signWebhook.ts'],
  pluvo: ['platform', 'pluvo/types.ts', 'pluvo/webhooks/signWebhook.ts'],
  'subgraphs/users': ['platform', 'pluvo', 'pluvo/types.ts'],
  'subgraphs/certificates': ['platform', 'pluvo', 'pluvo/types.ts'],
  gateway: ['platform'],
  audit: ['platform', 'gateway'],
  embedded: [
    ...['platform', 'pluvo', 'pluvo/types.ts', 'pluvo/sandbox'],
    ...['subgraphs/users', 'subgraphs/certificates', 'gateway'],
  ],
};

const parts = Object.keys(allowed).sort((a, b) => b.length - a.length);

/** The part that a path belongs to; a folder inside another part is a part of its own. */
function partOf(path) {
  return parts.find((part) => path === part || path.startsWith(`${part}/`));
}

/** ESLint rule: imports between parts of the code point one way, static and dynamic ones alike. */
export const oneWay = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      wrongWay:
        '{{from}} may import {{allowed}} and packages, but not {{to}}: imports point one way.',
    },
  },
  create(context) {
    const pathOf = (file) => relative(context.cwd, file).split(sep).join('/');
    const from = partOf(pathOf(context.filename));
    if (from === undefined) return {};
    const check = ({ source }) => {
      if (typeof source?.value !== 'string' || !source.value.startsWith('.')) return;
      const file = resolve(dirname(context.filename), source.value).replace(/\.js$/, '.ts');
      const to = partOf(pathOf(file));
      if (to === from || allowed[from].includes(to)) return;
      context.report({
        node: source,
        messageId: 'wrongWay',
        data: { from, to: to ?? pathOf(file), allowed: allowed[from].join(', ') || 'itself' },
      });
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      TSImportType: check,
    };
  },
};

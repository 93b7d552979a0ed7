import type { IdeTab } from './serveIde.js';

/** The page that starts GraphiQL with the given tabs: see files/start.js. */
export function idePage(tabs: readonly IdeTab[]): string {
  const definitions = tabs.map(({ title, query, variables }) => ({
    query: `# ${title}\n${query.trim()}\n`,
    variables: variables ? JSON.stringify(variables, null, 2) : '',
  }));
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Certificate Graph</title>
    <link rel="icon" href="/graphql/ide/logo.svg">
    <link rel="stylesheet" href="/graphql/ide/graphiql.css">
    <link rel="stylesheet" href="/graphql/ide/page.css">
  </head>
  <body>
    <div id="ide"><p>Loading the IDE…</p></div>
    <noscript>The IDE needs JavaScript.</noscript>
    <script type="application/json" id="tabs">${scriptSafe(definitions)}</script>
    <script src="/graphql/ide/graphiql.js" defer></script>
    <script src="/graphql/ide/start.js" defer></script>
  </body>
</html>
`;
}

/** JSON that cannot end the script element it stands in. */
function scriptSafe(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', String.raw`\u003c`);
}

// Starts GraphiQL on the page made by idePage.ts, with the tabs that page carries.
self.MonacoEnvironment = { getWorkerUrl: (_module, label) => `/graphql/ide/${label}.js` };

const defaultTabs = JSON.parse(document.getElementById('tabs').textContent);

self.YogaGraphiQL.renderYogaGraphiQL(document.getElementById('ide'), {
  endpoint: '/graphql',
  title: '<strong>Certificate Graph</strong>',
  logo: '<img src="/graphql/ide/logo.svg" alt="" width="28" height="28">',
  defaultTabs: defaultTabs.length > 0 ? defaultTabs : undefined,
  // A token typed into the header editor is forgotten with the page.
  shouldPersistHeaders: false,
});

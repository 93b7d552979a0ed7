// Starts GraphiQL on the page made by idePage.ts, with the tabs that page carries.
self.MonacoEnvironment = { getWorkerUrl: (_module, label) => `/graphql/ide/${label}.js` };

const tabs = JSON.parse(document.getElementById('tabs').textContent);
// GraphiQL keeps the tabs of earlier visits, and then those count.
const isFirstVisit = localStorage.getItem('graphiql:tabState') === null;

self.YogaGraphiQL.renderYogaGraphiQL(document.getElementById('ide'), {
  endpoint: '/graphql',
  title: 'Certificate Graph',
  logo: '<img src="/graphql/ide/logo.svg" alt="" width="28" height="28">',
  // It fills in the query of the first tab by itself, but not its variables.
  ...(isFirstVisit && tabs.length > 0 && { initialVariables: tabs[0].variables }),
  ...(tabs.length > 0 && { defaultTabs: tabs }),
  // A token typed into the header editor is forgotten with the page.
  shouldPersistHeaders: false,
});

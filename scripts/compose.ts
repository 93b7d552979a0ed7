import { writeFile } from 'node:fs/promises';
import { CompositionError, composeSupergraph } from './composeSupergraph.js';

// npm run compose: writes supergraph.graphql from supergraph.yaml and the schemas it names.
try {
  await writeFile('supergraph.graphql', await composeSupergraph('supergraph.yaml'));
  console.log('supergraph.graphql is written.');
} catch (error) {
  if (!(error instanceof CompositionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

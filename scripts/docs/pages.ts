import { configurationPage } from './configurationPage.js';
import { errorsPage } from './errorsPage.js';

/** A generated file of the documentation. */
export interface Page {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: string;
}

/** What `npm run docs` writes. */
export function docPages(): readonly Page[] {
  return [
    { path: 'docs/configuration.md', content: configurationPage() },
    { path: 'docs/errors.md', content: errorsPage() },
  ];
}

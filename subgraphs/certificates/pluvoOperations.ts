import type { Operation } from '../../pluvo/drift/Operation.js';
import { operations, portfolioItemsOperation } from '../../pluvo/operations.js';

/** What this subgraph asks of Pluvo. */
export const certificatesOperations: readonly Operation[] = [
  operations.certificates,
  operations.portfolioItem,
  // For anybody: the aliases differ, what is asked of each does not.
  portfolioItemsOperation(['']),
  operations.generateCertificate,
];

import type { Operation } from '../../pluvo/drift/Operation.js';
import { operations } from '../../pluvo/operations.js';

/** What this subgraph asks of Pluvo. */
export const usersOperations: readonly Operation[] = [operations.users];

// A thread does not inherit the loader that its process reads TypeScript with.
import { register } from 'tsx/esm/api';

register();
await import('./fuzzJobs.ts');

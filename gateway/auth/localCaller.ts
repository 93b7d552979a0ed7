import type { Caller } from '../../platform/identity.js';

/** Everybody, where no callers are configured. */
export const localCaller: Caller = { name: 'local' };

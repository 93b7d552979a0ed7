import type { Caller } from '../../platform/identity.js';

/** Everybody, where no callers are configured and only this machine is served: its user may do everything. */
export const localCaller: Caller = { name: 'local', scopes: ['certificates:admin'] };

/** Everybody, where strangers are let in: they may read and issue, but not do what operators do. */
export const anonymousCaller: Caller = { name: localCaller.name };

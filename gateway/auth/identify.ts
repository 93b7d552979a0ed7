import type { IncomingHttpHeaders } from 'node:http';
import type { Caller } from '../../platform/identity.js';

/**
 * Who sent a request, by its headers.
 * @throws PlatformError UNAUTHENTICATED if they do not say, or not believably.
 */
export type Identify = (headers: IncomingHttpHeaders) => Caller;

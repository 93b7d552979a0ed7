/** Settings of our gateway with which it is measured: caching whole answers and sharing what is under way are told apart. */
export const ownEnvironment = {
  uncached: { SHARE_IN_FLIGHT: 'false', ANSWER_CACHE_MAX_BYTES: '0' },
  cached: {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>;

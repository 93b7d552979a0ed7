/**
 * What has to happen in Redis in one step. Each script can be repeated without harm: it acts only for the holder of
 * a lease, or writes what it wrote before.
 */

/** KEYS lease, value, generations…; ARGV token, text, life in ms, expected generations ('' for none)… */
export const fillScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
for i = 3, #KEYS do
  if (redis.call('GET', KEYS[i]) or '') ~= ARGV[i + 1] then return 0 end
end
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1`;

/** KEYS lease; ARGV token, life in ms, what tokens begin with that are replaced */
export const leaseScript = `
local held = redis.call('GET', KEYS[1])
if held and string.sub(held, 1, #ARGV[3]) ~= ARGV[3] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1`;

/** KEYS lease; ARGV token, what it says from now on, for how many ms */
export const coolScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
return 1`;

/** KEYS lease; ARGV token, life in ms */
export const renewScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`;

/** KEYS lease; ARGV token */
export const releaseScript = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`;

/** KEYS any of the cache, so that it comes from where bumps come from; ARGV channel, text */
export const beatScript = `return redis.call('PUBLISH', ARGV[1], ARGV[2])`;

/** KEYS generations…; ARGV generation, life in ms, channel, tags */
export const bumpScript = `
for i = 1, #KEYS do redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
redis.call('PUBLISH', ARGV[3], ARGV[4])
return #KEYS`;

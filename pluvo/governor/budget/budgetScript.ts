import { priorities } from '../priority.js';
import { shares } from '../reservesOf.js';
import { rules } from './rules.js';

const named = (entries: Readonly<Record<string, number>>) =>
  Object.entries(entries)
    .map(([name, value]) => `${name} = ${String(value)}`)
    .join(', ');

/** Nothing is learned about a Pluvo that nobody has called for so long. */
const forgottenAfterMs = 2 * rules.longestAskedPauseMs;

/**
 * LocalBudget in Lua, step by step. KEYS[1] is a hash; ARGV is the verb (`take` with a priority, `limited` with the asked
 * pause in milliseconds or -1) and the configured ceiling. Answers the wait and the pause in milliseconds, the rate and
 * the tokens, as texts.
 */
export const budgetScript = `
local rules = { ${named(rules)} }
local shares = { ${named(shares)} }
local priorities = { ${priorities.map((name) => `'${name}'`).join(', ')} }
local key, verb, argument, ceiling = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local stored = {}
local fields = redis.call('HGETALL', key)
for index = 1, #fields, 2 do stored[fields[index]] = tonumber(fields[index + 1]) end
local function field(name, otherwise) return stored[name] or otherwise end
local rate = field('rate', ceiling)
local top = field('top', ceiling)
local pausedUntil = field('pausedUntil', 0)
local eventAt = field('eventAt', 0)
local cleanSince = field('cleanSince', 0)
local inARow = field('inARow', 0)
local second, calls, before = field('second', 0), field('calls', 0), field('before', 0)
local reserved = {}

local function burstOf(perS) return math.max(rules.leastBurst, math.floor(perS)) end
local function reserveOf(each, whole)
  if shares[each] == 0 then return 0 end
  return math.max(1, math.floor(whole * shares[each]))
end
local function toOthers(priority, of)
  local sum = 0
  for _, other in ipairs(priorities) do
    if other ~= priority then sum = sum + of(other) end
  end
  return sum
end
-- A process whose ceiling is another one than before: the lower rate holds.
if ceiling > 0 and (rate == 0 or rate > ceiling) then rate = ceiling end
if ceiling > 0 then top = ceiling end

if rate > 0 and rate ~= ceiling then
  local rises = math.floor((now - cleanSince) / rules.cleanMs)
  if rises >= 1 then
    cleanSince = cleanSince + rises * rules.cleanMs
    local risen = rate + rises * rules.raiseShare * top
    if risen < top then rate = risen else rate = ceiling end
  end
end
local burst = burstOf(rate)
local gained = math.max(0, now - field('filledAt', now)) / 1000 * rate
local tokens = math.min(burst, field('tokens', burst) + gained)
for _, each in ipairs(priorities) do
  local whole = reserveOf(each, burst)
  reserved[each] = math.min(whole, field('for:' .. each, whole) + gained * whole / burst)
end
local current = math.floor(now / 1000)
if current ~= second then
  if current == second + 1 then before = calls else before = 0 end
  second, calls = current, 0
end

local wait = 0
if verb == 'take' then
  if pausedUntil > now then
    wait = pausedUntil - now
  else
    if rate > 0 then
      local lacking = 1 - (tokens - toOthers(argument, function(other) return reserved[other] end))
      if lacking > 1e-9 then
        local others = toOthers(argument, function(other) return reserveOf(other, burst) end)
        wait = math.ceil(lacking / (rate * (burst - others) / burst) * 1000)
      else
        tokens = tokens - 1
        reserved[argument] = math.max(0, reserved[argument] - 1)
      end
    end
    if wait == 0 then calls = calls + 1 end
  end
else
  if now - eventAt >= rules.eventMs then
    if now - math.max(eventAt, pausedUntil) >= rules.calmMs then inARow = 0 else inARow = inARow + 1 end
    eventAt = now
    local used = rate
    if rate == 0 then used = math.max(calls, before, rules.leastRatePerS) end
    local wasKnown = rate > 0
    if ceiling > 0 then top = ceiling else top = used * 2 end
    rate = math.min(math.max(used / 2, rules.leastRatePerS), top)
    burst = burstOf(rate)
    if wasKnown then tokens = math.min(tokens, burst) else tokens = burst end
    for _, each in ipairs(priorities) do
      local whole = reserveOf(each, burst)
      if wasKnown then reserved[each] = math.min(reserved[each], whole) else reserved[each] = whole end
    end
  end
  local pause = tonumber(argument)
  if pause < 0 then pause = math.min(rules.firstPauseMs * 2 ^ inARow, rules.longestPauseMs) end
  pausedUntil = math.max(pausedUntil, now + math.min(pause, rules.longestAskedPauseMs))
  cleanSince = math.max(now, pausedUntil)
end

redis.call('HSET', key, 'rate', rate, 'top', top, 'tokens', tokens, 'filledAt', now,
  'pausedUntil', pausedUntil, 'eventAt', eventAt, 'cleanSince', cleanSince, 'inARow', inARow,
  'second', second, 'calls', calls, 'before', before)
for _, each in ipairs(priorities) do redis.call('HSET', key, 'for:' .. each, reserved[each]) end
redis.call('PEXPIRE', key, ${String(forgottenAfterMs)})
return { tostring(wait), tostring(math.max(0, pausedUntil - now)), tostring(rate), tostring(tokens) }
`;

import { atLeast, atMost, exactly } from '../report.js';

export const pagesGoals = {
  l1HitRatioToConstant: atLeast(0.85),
  l2HitRatioToConstant: atLeast(0.5),
  upstreamCallsPerExpiryFleet10: exactly(1),
  failedReadsDuringRedisKill: exactly(0),
  failedReadsDuringPluvoOutage: exactly(0),
  p99RatioDuringRedisKill: atMost(3),
  upstreamCallsWalk10kBy7: exactly(200),
};

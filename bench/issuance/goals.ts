import { anything, atLeast, atMost } from '../report.js';

export const issuanceGoals = {
  ratioToUpstreamLimit: atLeast(0.95),
  rssGrowthMb: atMost(64),
  acceptMs: anything,
  singleDuringBulkMs: anything,
  ledgerOverheadRatio: anything,
};

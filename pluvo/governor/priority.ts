/**
 * Who a call of Pluvo is for, the most urgent first: somebody who waits for an answer; an issuance to a few people; long
 * runs (large issuances, reading all people); what is fetched before anybody asks.
 */
export const priorities = ['person', 'issuance', 'bulk', 'refresh'] as const;

export type Priority = (typeof priorities)[number];

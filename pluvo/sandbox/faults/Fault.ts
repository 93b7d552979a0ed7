import { z } from 'zod';

const delayMs = z.int().min(0);
const count = z.int().min(0);

/** When a fault fires. */
const trigger = {
  /**
   * Only for requests that hold this root field, for example `certificates`; `token` for the token endpoint. Absent:
   * see `defaultOperation`.
   */
  operation: z.string().optional(),
  /** How often it fires before it is spent: once, or without an end if there is a probability. */
  count: z.int().min(1).optional(),
  /** The chance of each request, from 0 to 1. */
  probability: z.number().min(0).max(1).optional(),
};

/** The connection is held without an answer for so long, then reset; absent: until the client gives up. */
const holdMs = delayMs.optional();

const endings = [
  z.strictObject({ name: z.literal('effect-then-no-answer'), holdMs, ...trigger }),
  z.strictObject({ name: z.literal('no-effect-no-answer'), holdMs, ...trigger }),
  z.strictObject({ name: z.literal('reset'), effect: z.boolean().default(false), ...trigger }),
  z.strictObject({ name: z.literal('truncated-body'), ...trigger }),
  z.strictObject({ name: z.literal('503-after-effect'), ...trigger }),
  /** No answer, and the effect `delayMs` later. `drop`: the connection is reset at once instead of held. */
  z.strictObject({
    name: z.literal('late-effect'),
    delayMs,
    drop: z.boolean().default(false),
    holdMs,
    ...trigger,
  }),
  z.strictObject({
    name: z.literal('data-null-with-errors'),
    effect: z.boolean().default(false),
    ...trigger,
  }),
  /** `retryAfterS`: sent as Retry-After. */
  z.strictObject({ name: z.literal('429-storm'), retryAfterS: count.optional(), ...trigger }),
  z.strictObject({ name: z.literal('expired-token'), ...trigger }),
] as const;

const alterations = [
  /**
   * The last `missing` user ids are in neither list (`missingEffect`: they are issued all the same), the `failed`
   * before them fail.
   */
  z.strictObject({
    name: z.literal('partial-success'),
    missing: count.default(1),
    missingEffect: z.boolean().default(false),
    failed: count.default(0),
    ...trigger,
  }),
  /** The first `overlap` succeeded ids are in both lists; `foreign` ids that nobody asked for are among the succeeded. */
  z.strictObject({
    name: z.literal('overlapping-lists'),
    overlap: count.default(1),
    foreign: count.default(0),
    ...trigger,
  }),
  /** What the request issues shows in the portfolio `delayMs` later. */
  z.strictObject({ name: z.literal('portfolio-lag'), delayMs, ...trigger }),
  /** The portfolio of this user cannot be read, and the answer is the error. */
  z.strictObject({ name: z.literal('portfolio-error'), user: z.uuid(), ...trigger }),
  /** Carried out at once, answered `delayMs` later. */
  z.strictObject({ name: z.literal('slow'), delayMs, ...trigger }),
] as const;

const endingSchema = z.discriminatedUnion('name', endings);
/** What the admin endpoint takes. */
export const faultSchema = z.discriminatedUnion('name', [...endings, ...alterations]);

export type Fault = z.output<typeof faultSchema>;
/** A fault that decides how a request ends: at most one fires for each. */
export type Ending = z.output<typeof endingSchema>;

export function isEnding(fault: Fault): fault is Ending {
  return endingSchema.safeParse(fault).success;
}

/** What a fault without an `operation` strikes: issuing, if it is about an effect; portfolios, if it is about one; else any request of GraphQL. */
export function defaultOperation(fault: Fault): 'generateCertificate' | 'portfolioItems' | 'any' {
  switch (fault.name) {
    case 'effect-then-no-answer':
    case '503-after-effect':
    case 'late-effect':
    case 'partial-success':
    case 'overlapping-lists':
    case 'portfolio-lag':
      return 'generateCertificate';
    case 'portfolio-error':
      return 'portfolioItems';
    case 'no-effect-no-answer':
    case 'reset':
    case 'truncated-body':
    case 'data-null-with-errors':
    case '429-storm':
    case 'expired-token':
    case 'slow':
      return 'any';
  }
}

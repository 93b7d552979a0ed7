import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { ReportedFreshness } from '../freshness/ReportedFreshness.js';

/** Stands for `data` where a value is expected that is written as JSON later. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

export interface WrittenAnswer {
  /** The value of `data`, as JSON; undefined if the answer has none. */
  readonly data: string | undefined;
  readonly errors: readonly GraphQLFormattedError[];
  readonly extensions: Readonly<Record<string, unknown>> | undefined;
}

/** The body of an answer: errors come first, so that a person sees them (October 2021 edition, section 7.1). */
export function answerText({ data, errors, extensions }: WrittenAnswer): string {
  if (data !== undefined && errors.length === 0 && !extensions) return `{"data":${data}}`;
  const entries = [
    ...(errors.length > 0 ? [`"errors":${JSON.stringify(errors)}`] : []),
    ...(data === undefined ? [] : [`"data":${data}`]),
    ...(extensions ? [`"extensions":${JSON.stringify(extensions)}`] : []),
  ];
  return `{${entries.join()}}`;
}

/** The same for an answer as Apollo Server holds it. */
export function resultText({ data, errors = [], extensions }: FormattedExecutionResult): string {
  const text =
    data instanceof JsonText ? data.text : data === undefined ? undefined : JSON.stringify(data);
  return answerText({ data: text, errors, extensions });
}

/** What a caller is told of parts of an answer that may no longer be true. */
export function freshnessExtensions({ stale }: ReportedFreshness) {
  return stale.length > 0 ? { freshness: { stale } } : undefined;
}

/** The header Age (RFC 9111, section 5.1), in seconds; undefined if nothing came from a cache. */
export function ageHeader({ ageMs }: Pick<ReportedFreshness, 'ageMs'>): string | undefined {
  return ageMs === undefined ? undefined : String(Math.floor(ageMs / 1_000));
}

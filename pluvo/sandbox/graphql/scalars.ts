import { GraphQLError } from 'graphql';
import { parseJson } from '../../../platform/parseJson.js';

interface Scalar {
  /** From what a client sent. */
  readonly parse: (given: unknown) => string;
  /** To what the client gets. */
  readonly serialize: (value: unknown) => unknown;
}

const uuidPattern = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** As Graphene, a server in Python, reads and writes them. */
export const scalars: Readonly<Record<'UUID' | 'DateTime' | 'JSONString', Scalar>> = {
  UUID: {
    parse(given) {
      if (typeof given !== 'string' || !uuidPattern.test(given)) throw refusal('UUID', given);
      const digits = given.replaceAll('-', '').toLowerCase();
      return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    },
    serialize: (value) => value,
  },
  /** Kept as RFC 3339 in UTC with milliseconds; written as Python does, `2026-11-23T09:30:00+00:00`. */
  DateTime: {
    parse(given) {
      if (typeof given !== 'string' || !instantPattern.test(given))
        throw refusal('DateTime', given);
      const hasOffset = /(Z|[+-]\d\d:?\d\d)$/.test(given.slice('yyyy-mm-ddT'.length));
      const instant = new Date(hasOffset ? given : `${given}Z`);
      if (Number.isNaN(instant.getTime())) throw refusal('DateTime', given);
      return instant.toISOString();
    },
    serialize: (value) =>
      typeof value === 'string'
        ? value.replace(/(?:\.000|(\.\d{3}))Z$/, (_, millis?: string) =>
            millis === undefined ? '+00:00' : `${millis}000+00:00`,
          )
        : value,
  },
  JSONString: {
    parse(given) {
      if (typeof given !== 'string' || parseJson(given) === undefined) {
        throw refusal('JSONString', given);
      }
      return given;
    },
    serialize: (value) => value,
  },
};

function refusal(scalar: string, given: unknown): GraphQLError {
  const shown = typeof given === 'string' ? `'${given.slice(0, 64)}'` : typeof given;
  return new GraphQLError(`${scalar} cannot represent value: ${shown}`);
}

import type { Row, Topic } from '../Topic.js';

const rows: readonly Row[] = [
  { __typename: 'Flight', id: 'f1', from: 'BER', seats: 4 },
  { __typename: 'Flight', id: 'f2', from: 'CPH', seats: 9 },
];

/** Input types that subgraphs agree on only in part, with defaults and lists inside. */
export const inputObjectIntersection: Topic = {
  name: 'input object intersection',
  subgraphs: {
    flights: /* GraphQL */ `
      type Query {
        flights(filter: Filter, order: Order! = ASC): [Flight!]!
      }
      input Filter {
        from: String
        seats: Range
        only: [ID!]
        internal: Boolean
      }
      input Range {
        least: Int! = 0
        most: Int
      }
      enum Order {
        ASC
        DESC
      }
      type Flight @key(fields: "id") {
        id: ID!
        from: String
      }
    `,
    seats: /* GraphQL */ `
      type Query {
        free(filter: Filter!): Int
      }
      input Filter {
        from: String
        seats: Range
        only: [ID!]
      }
      input Range {
        least: Int! = 0
        most: Int
        step: Int
      }
      type Flight @key(fields: "id") {
        id: ID!
        seats(range: Range): Int
      }
    `,
  },
  world: () => ({
    Query: {
      flights: ({ filter, order }: Row) => {
        const found = rows.filter((row) => matches(row, filter as Row | null | undefined));
        return order === 'DESC' ? found.reverse() : found;
      },
      free: ({ filter }: Row) => rows.filter((row) => matches(row, filter as Row)).length,
    },
    entities: rows,
  }),
  computed: {
    'Flight.seats': ({ seats }, { range }) =>
      Number(seats) + Number((range as Row | null | undefined)?.['least'] ?? 100),
  },
  operations: [
    '{ flights { id from seats } }',
    '{ flights(filter: { from: "BER", seats: { most: 5 } }) { id seats(range: { least: 2 }) } }',
    '{ flights(filter: { only: "f2" }, order: DESC) { id } all: flights(order: DESC) { id } }',
    '{ flights(filter: { internal: true }) { id } }',
    '{ free(filter: { seats: { step: 1 } }) }',
    {
      query:
        'query ($filter: Filter!, $range: Range = {}) { free(filter: $filter) flights(filter: $filter) { seats(range: $range) } }',
      variables: { filter: { only: ['f1', 'f2'], seats: {} } },
    },
    {
      query: 'query ($filter: Filter!) { free(filter: $filter) }',
      variables: { filter: { internal: true } },
    },
    {
      query:
        'query ($least: Int!, $from: String) { free(filter: { from: $from, seats: { least: $least } }) }',
      variables: { least: 5 },
    },
  ],
};

function matches({ id, from, seats }: Row, filter: Row | null | undefined): boolean {
  const range = filter?.['seats'] as Row | null | undefined;
  const only = filter?.['only'] as readonly unknown[] | null | undefined;
  return (
    (filter?.['from'] ?? from) === from &&
    (only ?? [id]).includes(id) &&
    Number(seats) >= Number(range?.['least'] ?? 0) &&
    Number(seats) <= Number(range?.['most'] ?? 1_000)
  );
}

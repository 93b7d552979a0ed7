import type { Operation, Row, Topic } from '../Topic.js';

const lamp: Row = {
  __typename: 'Lamp',
  id: 'l1',
  watts: 40,
  shade: 'paper',
  room: { name: 'hall', floor: 2 },
};
const query = /* GraphQL */ `
  query ($yes: Boolean = true, $no: Boolean! = false, $maybe: Boolean!) {
    lamp {
      id @skip(if: $yes)
      watts @include(if: $maybe)
      glow @skip(if: $maybe)
      ... @include(if: $yes) {
        shade
        room @include(if: $maybe) {
          name @skip(if: $no)
          floor @include(if: $no)
        }
      }
      ...More @skip(if: $maybe)
    }
    again: lamp @include(if: $maybe) {
      glow
    }
  }
  fragment More on Lamp {
    room {
      floor
    }
    watts
  }
`;
const asked = (variables: Row): Operation => ({ query, variables });

/** `@include` and `@skip` by constants and variables, on fields and fragments of several subgraphs. */
export const includeSkip: Topic = {
  name: 'include and skip',
  subgraphs: {
    lamps: /* GraphQL */ `
      type Query {
        lamp: Lamp
      }
      type Lamp @key(fields: "id") {
        id: ID!
        watts: Int
      }
    `,
    rooms: /* GraphQL */ `
      type Lamp @key(fields: "id") {
        id: ID!
        shade: String
        room: Room
        watts: Int @external
        glow: Int @requires(fields: "watts")
      }
      type Room {
        name: String
        floor: Int
      }
    `,
  },
  world: () => ({ Query: { lamp }, entities: [lamp] }),
  computed: { 'Lamp.glow': ({ watts }) => Number(watts) * 10 },
  operations: [
    asked({ maybe: true }),
    asked({ maybe: false }),
    asked({ maybe: true, yes: false, no: true }),
    asked({ maybe: false, yes: false, no: true }),
    asked({ maybe: false, yes: null }),
    asked({}),
    '{ lamp { glow @include(if: true) @skip(if: true) watts } }',
    '{ lamp { glow @include(if: false) } }',
    '{ lamp @skip(if: true) { glow } __typename }',
    {
      query:
        'query ($a: Boolean!, $b: Boolean!) { lamp { ... @include(if: $a) { shade } ... @include(if: $b) { shade room { name } } shade @skip(if: $a) } }',
      variables: { a: false, b: false },
    },
    {
      query:
        'query ($a: Boolean!, $b: Boolean!) { lamp { ... @include(if: $a) { shade ... @skip(if: $b) { glow } } room @include(if: $b) { name } } }',
      variables: { a: true, b: true },
    },
    {
      query: 'query ($a: Boolean!) { lamp { glow @skip(if: $a) glow @include(if: $a) } }',
      variables: { a: true },
    },
    'query ($v1: Boolean! = false) { lamp { glow @include(if: $v1) shade } }',
  ],
};

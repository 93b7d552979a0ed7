import { readSettings } from '../../../platform/config.js';
import { answerWith } from '../answerWith.js';
import { SubgraphPool } from '../SubgraphPool.js';
import { programSettings, urlSettings } from '../settings.js';

// A limit: W2 as somebody would write it who has never heard of GraphQL gateways. It knows the shapes, and checks nothing.
interface Issued {
  readonly data: {
    readonly issued: { readonly edges: readonly { readonly node: Node }[] };
  };
}
interface Node {
  readonly id: string;
  readonly title: string;
  readonly issueDate: string;
  recipient: { readonly id?: string };
}
interface Users {
  readonly data: { readonly _entities: readonly object[] };
}

const { port, users, certificates } = readSettings(
  { ...programSettings, users: urlSettings.users, certificates: urlSettings.certificates },
  process.env,
);
const pools = { users: new SubgraphPool(users), certificates: new SubgraphPool(certificates) };
const issuedQuery =
  'query($after:String){issued(first:50,after:$after){edges{node{id title issueDate recipient{id}}}}}';
const usersQuery =
  'query($representations:[_Any!]!){_entities(representations:$representations){...on User{name email}}}';

await answerWith(port, async (body) => {
  const { variables } = JSON.parse(body) as { variables: { after: string } };
  const issued = JSON.parse(
    String(await pools.certificates.post(JSON.stringify({ query: issuedQuery, variables }))),
  ) as Issued;
  const nodes = issued.data.issued.edges.map(({ node }) => node);
  const ids = [...new Set(nodes.map(({ recipient }) => recipient.id))];
  const representations = ids.map((id) => ({ __typename: 'User', id }));
  const people = JSON.parse(
    String(
      await pools.users.post(JSON.stringify({ query: usersQuery, variables: { representations } })),
    ),
  ) as Users;
  const byId = new Map(ids.map((id, index) => [id, people.data._entities[index]]));
  for (const node of nodes) node.recipient = byId.get(node.recipient.id) ?? {};
  return Buffer.from(JSON.stringify(issued));
});

import { z } from 'zod';
import { Graph } from '../../test/support/Graph.js';
import { everybody, page, pageShape } from '../../test/topologies/operations.js';
import type { Addresses } from '../callers/drafts.js';
import { tokenOf } from '../callers/callers.js';
import type { Addressee } from '../verdict/Evidence.js';

/** Somebody with two addresses, of which one at a time is linked to Pluvo. */
interface Mover {
  readonly pluvoUserId: string;
  readonly addresses: readonly [string, string];
}

const movers = 3;
const saveUsers = 'mutation ($input: SaveUsersInput!) { saveUsers(input: $input) { updated } }';

/** Who is who, as the graph was told before anything began. */
export class Directory {
  readonly addresses: Addresses;
  readonly people: ReadonlyMap<string, Addressee>;
  readonly movers: readonly Mover[];
  readonly #graph: Graph;

  private constructor(
    graph: Graph,
    addresses: Addresses,
    people: ReadonlyMap<string, Addressee>,
    moving: readonly Mover[],
  ) {
    this.#graph = graph;
    this.addresses = addresses;
    this.people = people;
    this.movers = moving;
  }

  /** Fills it from Pluvo, and gives some people a second address. */
  static async fill(gatewayUrl: string): Promise<Directory> {
    const graph = new Graph(gatewayUrl, { authorization: `Bearer ${tokenOf('hr')}` });
    const syncShape = z.object({ syncUsers: z.object({ finished: z.boolean() }) });
    for (let finished = false; !finished;) {
      ({ finished } = (
        await graph.data(syncShape, 'mutation { syncUsers { finished } }')
      ).syncUsers);
    }
    const active = (await everybody(graph)).filter(({ isActive }) => isActive);
    const moving = active.slice(0, movers).map(({ email, pluvoId }, index): Mover => ({
      pluvoUserId: pluvoId,
      addresses: [email, `moved.${String(index)}@example.org`],
    }));
    const steady = active.slice(movers);
    const people = new Map<string, Addressee>([
      ...steady.map(
        ({ email, pluvoId }) => [email, { pluvoUserId: pluvoId, isSteady: true }] as const,
      ),
      ...moving.flatMap(({ addresses, pluvoUserId }) =>
        addresses.map((address) => [address, { pluvoUserId, isSteady: false }] as const),
      ),
    ]);
    const addresses = {
      certificateIds: await twoCertificates(graph),
      known: steady.map(({ email }) => email),
      moving: moving.flatMap((mover) => mover.addresses),
    };
    const directory = new Directory(graph, addresses, people, moving);
    // From now on both addresses are known, one of them without a link.
    for (const mover of moving) await directory.move(mover, true);
    return directory;
  }

  /** Links somebody's first or second address instead of the other. */
  async move({ pluvoUserId, addresses }: Mover, toSecond: boolean): Promise<void> {
    const users = addresses.map((email, index) => ({
      email,
      name: 'Somebody who moves',
      pluvoId: (index === 1) === toSecond ? pluvoUserId : null,
    }));
    await this.#graph.ask(saveUsers, { input: { users } });
  }
}

/** One for each ledger, with titles that differ. */
async function twoCertificates(graph: Graph): Promise<Addresses['certificateIds']> {
  const { certificates } = await graph.data(pageShape, page, { first: 50 });
  const byTitle = new Map(
    certificates.edges.flatMap((edge) =>
      edge?.node?.title ? [[edge.node.title, edge.node.id] as const] : [],
    ),
  );
  const [postgres, sqlite] = [...byTitle.values()];
  if (postgres === undefined || sqlite === undefined) {
    throw new Error('Expected two certificates with different titles.');
  }
  return { postgres, sqlite };
}

import DataLoader from 'dataloader';
import { z } from 'zod';
import { PlatformError } from '../../platform/errors.js';
import type { SubgraphTransport } from '../../platform/graphql/SubgraphTransport.js';
import type { InternalIdentity } from '../../platform/identity.js';
import { traceHeaders } from '../../platform/trace.js';

/** A person as the users subgraph knows them. */
export interface Person {
  readonly id: string;
  readonly isActive: boolean;
  readonly pluvoId: string | null;
}

/** Who is behind an e-mail address. This subgraph has no copy of the directory: it asks the users subgraph. */
export interface People {
  /**
   * The person of each address, in the same order; null for an address the directory does not know.
   * @throws PlatformError SUBGRAPH_UNAVAILABLE
   */
  byEmail(emails: readonly string[], caller: string): Promise<readonly (Person | null)[]>;
}

/** Representations in one call: a thousand addresses are two calls. */
const callSize = 500;

const document = `query People($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on User { id isActive pluvoId } } }`;

const answerSchema = z.object({
  _entities: z.array(
    z.object({ id: z.string(), isActive: z.boolean(), pluvoId: z.string().nullable() }).nullable(),
  ),
});

/** Asks through the standard entity call of federation, on behalf of the caller of the issuance. */
export function peopleOfSubgraph(users: SubgraphTransport, identity: InternalIdentity): People {
  async function lookUp(emails: readonly string[], caller: string): Promise<(Person | null)[]> {
    const { data, errors } = await users.execute({
      query: document,
      variables: { representations: emails.map((email) => ({ __typename: 'User', email })) },
      headers: { ...identity.sign({ name: caller }), ...traceHeaders() },
    });
    const people = answerSchema.safeParse(data).data?._entities;
    if (errors?.length || people?.length !== emails.length) {
      throw new PlatformError(
        'SUBGRAPH_UNAVAILABLE',
        `Expected users to answer about ${String(emails.length)} addresses; its answer was not complete.`,
        { details: { subgraph: 'users' } },
      );
    }
    return people;
  }
  return {
    async byEmail(emails, caller) {
      const loader = new DataLoader<string, Person | null>((page) => lookUp(page, caller), {
        maxBatchSize: callSize,
        cache: false,
      });
      return Promise.all(emails.map((email) => loader.load(email)));
    },
  };
}

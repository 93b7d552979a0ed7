import { GraphQLError } from 'graphql';
import type { Fired } from '../faults/Faults.js';
import { distortLists } from '../faults/distortLists.js';
import type { Organization } from '../organization/Organization.js';
import type { Item } from '../portfolio/Item.js';
import type { PluvoBulkAction } from '../../types.js';
import { connectionOf, type ConnectionArguments } from '../relay/connectionOf.js';
import { updateOrCreateUser, type UpdateOrCreateUserArguments } from './updateOrCreateUser.js';

interface GenerateCertificateArguments {
  readonly id: string;
  readonly title?: string | null;
  readonly userIds: readonly string[];
  readonly trainingId?: string | null;
  readonly issueDate?: string | null;
}

/** What serves the fields of Query and Mutation; the context of a request is the faults that fired for it. */
export function createRoot(organization: Organization, limits: { mostUserIds: number }) {
  const { people, certificates, portfolio } = organization;
  const { mostUserIds } = limits;

  return {
    certificates: (args: ConnectionArguments) =>
      connectionOf(
        {
          field: 'certificates',
          count: certificates.count,
          edgeAt: (offset, cursor) => certificates.edgeAt(offset, cursor),
        },
        args,
      ),
    portfolioItem({ id }: { id: string }) {
      const item = portfolio.byId(id);
      return item && people.byId(item.userId) && withUser(item);
    },
    /** Without a user it would be the portfolio of the API client, which has none. */
    portfolioItems({ userId }: { userId?: string | null }, { alterations }: Fired) {
      if (typeof userId !== 'string' || !people.byId(userId)) return [];
      if (alterations.unreadable?.includes(userId)) throw new GraphQLError('Internal server error');
      return portfolio.ofUser(userId).map(withUser);
    },
    user: ({ ref }: { ref: string }) => people.byRef(ref),
    paginatedUsers({ archived, ...page }: ConnectionArguments & { archived?: boolean | null }) {
      const list = people.list(archived ?? undefined);
      return connectionOf(
        {
          field: 'paginatedUsers',
          count: list.count,
          edgeAt: (offset, cursor) => ({ cursor, node: list.at(offset) }),
        },
        page,
      );
    },
    generateCertificate(args: GenerateCertificateArguments, { alterations }: Fired) {
      const { id, title, userIds, trainingId, issueDate } = args;
      const certificate = certificates.byId(id);
      if (!certificate) throw new GraphQLError('Certificate matching query does not exist.');
      if (userIds.length > mostUserIds) {
        throw new GraphQLError(
          `Expected at most ${String(mostUserIds)} userIds, got ${String(userIds.length)}.`,
        );
      }
      const bulkGenerate: PluvoBulkAction = distortLists(userIds, alterations, (affectedIds) =>
        organization.issue({
          certificate,
          title: title ?? undefined,
          issueDate: issueDate ?? undefined,
          trainingId: trainingId ?? undefined,
          userIds: affectedIds,
          lagMs: alterations.portfolioLagMs,
          automatic: false,
        }),
      );
      return { bulkGenerate };
    },
    updateOrCreateUser: (args: UpdateOrCreateUserArguments) =>
      updateOrCreateUser(organization, args),
  };

  function withUser(item: Item) {
    return { ...item, user: () => people.byId(item.userId) };
  }
}

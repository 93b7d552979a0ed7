import { decodeCursor, encodeCursor, invalidCursor } from '../../../platform/relay/cursor.js';
import { connectionOf, type Slice } from '../../../platform/relay/Slice.js';
import { parseWindow, type Window } from '../../../platform/relay/windowArguments.js';
import { parseUuid } from '../../../platform/uuid.js';
import { present } from '../../../pluvo/drift/present.js';
import type { PluvoPortfolioItem } from '../../../pluvo/types.js';
import type { Caller } from '../../../platform/identity.js';
import type { Resolvers } from '../generated.js';
import { toSecond } from '../issuance/parseCommand.js';
import type { People } from '../people.js';

/** A person as other subgraphs hand them over. */
export interface LinkedUser {
  readonly id: string;
  readonly pluvoId?: string | null | undefined;
}

/** An item with the person of the directory who holds it. */
export interface HeldItem extends PluvoPortfolioItem {
  readonly holder: LinkedUser;
}

export const portfolioResolvers: Resolvers = {
  User: {
    __resolveReference: (user) => user,
    async portfolioItems(user, args, { loaders, limits }) {
      const window = parseWindow(args, { defaultSize: 50, maxSize: limits.maxPageSize });
      const items = user.pluvoId
        ? await loaders.portfolioByUser.load(parseUuid(user.pluvoId, 'pluvoId'))
        : [];
      const held = items.map((item): HeldItem => ({ ...item, holder: user }));
      return { ...connectionOf(window, sliceOfList(held, window), cursorOf), count: items.length };
    },
  },
  PortfolioItem: {
    async __resolveReference({ id }, { portfolioItem, people, caller }) {
      const item = await portfolioItem(parseUuid(id, 'id'));
      return item ? held(item, people, caller) : null;
    },
    title: ({ title }) => present(title, 'PortfolioItem.title'),
    description: ({ description }) => present(description, 'PortfolioItem.description'),
    startDate: ({ startDate }) => present(startDate, 'PortfolioItem.startDate'),
    endDate: ({ endDate }) => present(endDate, 'PortfolioItem.endDate'),
    files: ({ files }) => present(files, 'PortfolioItem.files'),
    user: ({ holder }) => holder,
    async issuance(item, _args, { loaders }) {
      const userId = present(item.user?.id, 'User.id');
      const itemTitle = present(item.title, 'PortfolioItem.title');
      const startedAt = toSecond(Date.parse(present(item.startDate, 'PortfolioItem.startDate')));
      const issuances = await loaders.issuancesByUser.load(userId.toLowerCase());
      return (
        issuances.find(({ title, issueDate }) => title === itemTitle && issueDate === startedAt) ??
        null
      );
    },
  },
};

/** An item of somebody whose place in the directory is not known yet; null for a person who is not in it. */
export async function held(
  item: PluvoPortfolioItem,
  people: People,
  caller: Caller,
): Promise<HeldItem | null> {
  const email = present(item.user?.email, 'User.email');
  const [holder] = await people.byEmail([email], caller.name);
  return holder ? { ...item, holder } : null;
}

function cursorOf({ id }: HeldItem): string {
  return encodeCursor('portfolioItem', id);
}

/** Pluvo gives a portfolio as a whole; windows are cut from it here. */
function sliceOfList(
  items: readonly HeldItem[],
  { from, size, after, before }: Window,
): Slice<HeldItem> {
  const start = after === undefined ? 0 : indexOf(items, after) + 1;
  const end = before === undefined ? items.length : indexOf(items, before);
  const between = items.slice(start, end);
  const rows =
    from === 'start' ? between.slice(0, size) : between.slice(Math.max(0, between.length - size));
  return { rows, more: between.length > size };
}

function indexOf(items: readonly HeldItem[], cursor: string): number {
  const id = decodeCursor('portfolioItem', cursor);
  const index = items.findIndex((item) => item.id === id);
  if (index === -1) throw invalidCursor(cursor);
  return index;
}

import type { Chunk } from '../chunk/Chunk.js';
import type { Claim, Resolution } from '../Ledger.js';
import { isOpen } from '../states.js';
import { finishIfDone } from './finishIfDone.js';
import { givenTexts } from './givenRows.js';
import { claimNaturalKeys } from './naturalKeys.js';
import type { RecipientRow, Tx } from './tables.js';
import { takeTurn } from './takeTurn.js';
import { writeChunks } from './writeChunks.js';
import { writeEvents } from './writeEvents.js';
import { writeRecipients, type Written } from './writeRecipients.js';

type Place = Pick<
  RecipientRow,
  'status' | 'failure' | 'chunk_number' | 'issued_in_attempt' | 'portfolio_item_id'
>;

const planned = [
  ...(['user_id', 'pluvo_user_id', 'chunk_number'] as const),
  ...(['failure', 'issued_in_attempt', 'portfolio_item_id'] as const),
];
const nowhere = { chunk_number: null, issued_in_attempt: null, portfolio_item_id: null } as const;

/** Pins one page of an issuance: who is sent for, and in which call. Written before the first send. */
export async function planPage(
  tx: Tx,
  { issuance: { id }, token }: Claim,
  resolutions: readonly Resolution[],
  chunkSize: number,
  nowMs: number,
): Promise<boolean> {
  const issuance = await takeTurn(tx, id, token);
  if (!issuance) return false;
  if (!isOpen(issuance.status)) return true;
  const page = await stillUnresolved(tx, id, resolutions);
  const users = new Set(
    page.flatMap(({ failure, pluvoUserId }) => (failure ? [] : (pluvoUserId ?? []))),
  );
  const places = new Map(await placesOf(tx, id, [...users]));
  const fresh = [...users].filter((user) => !places.has(user));
  const refused = await claimNaturalKeys(tx, issuance, fresh);
  const sentFor = fresh.filter((user) => !refused.has(user));
  const firstNumber = await nextNumber(tx, id);
  // Two addresses of one person are one certificate: chunks hold users, not addresses.
  sentFor.forEach((user, index) =>
    places.set(user, {
      ...nowhere,
      status: 'OPEN',
      failure: null,
      chunk_number: firstNumber + Math.floor(index / chunkSize),
    }),
  );
  for (const [user, failure] of refused)
    places.set(user, { ...nowhere, status: 'FAILED', failure });
  await writeRecipients(
    tx,
    id,
    planned,
    page.map((resolution) => inPlace(resolution, places)),
  );
  const chunks = Math.ceil(sentFor.length / chunkSize);
  const cut = Array.from({ length: chunks }, (_, index) => newChunk(firstNumber + index, nowMs));
  await writeChunks(tx, id, cut);
  await tx.updateTable('issuance').set({ status: 'RUNNING' }).where('id', '=', id).execute();
  if (page.length > 0) {
    const detail = `${String(page.length)} recipients: ${String(sentFor.length)} people in ${String(chunks)} chunks`;
    await writeEvents(tx, id, [{ kind: 'PLANNED', detail }], nowMs);
  }
  if (sentFor.length === 0) await finishIfDone(tx, { ...issuance, status: 'RUNNING' }, nowMs);
  return true;
}

/** Without those who were cancelled meanwhile. Whoever is pinned already stays who they are. */
async function stillUnresolved(
  tx: Tx,
  id: string,
  resolutions: readonly Resolution[],
): Promise<readonly Resolution[]> {
  if (resolutions.length === 0) return [];
  const positions = resolutions.map(({ position }) => position);
  const rows = await tx
    .selectFrom('recipient')
    .select(['position', 'pluvo_user_id'])
    .where('issuance_id', '=', id)
    .where('status', '=', 'UNRESOLVED')
    // A page is one stretch of them: both engines go through an index from one end to the other.
    .where('position', '>=', Math.min(...positions))
    .where('position', '<=', Math.max(...positions))
    .execute();
  const pinned = new Map(rows.map((row) => [row.position, row.pluvo_user_id]));
  return resolutions.flatMap((resolution) => {
    const user = pinned.get(resolution.position);
    if (user === undefined) return [];
    return { ...resolution, pluvoUserId: user ?? resolution.pluvoUserId };
  });
}

/** Where people are whom this issuance has in a chunk already: another of their addresses came before. */
async function placesOf(
  tx: Tx,
  id: string,
  users: readonly string[],
): Promise<readonly (readonly [string, Place])[]> {
  if (users.length === 0) return [];
  const rows = await tx
    .selectFrom('recipient')
    .select(['pluvo_user_id', 'status', 'failure', 'chunk_number'])
    .select(['issued_in_attempt', 'portfolio_item_id'])
    .where('issuance_id', '=', id)
    .where('pluvo_user_id', 'in', givenTexts(users))
    .execute();
  return rows.flatMap(({ pluvo_user_id: user, ...place }): [string, Place][] =>
    user === null || place.chunk_number === null ? [] : [[user, place]],
  );
}

async function nextNumber(tx: Tx, id: string): Promise<Chunk['number']> {
  const { last } = await tx
    .selectFrom('chunk')
    .select((select) => select.fn.max<number | null>('number').as('last'))
    .where('issuance_id', '=', id)
    .executeTakeFirstOrThrow();
  return (last ?? -1) + 1;
}

function inPlace(
  resolution: Resolution,
  places: ReadonlyMap<string, Place>,
): Written<(typeof planned)[number]> {
  const { position, userId, pluvoUserId, failure } = resolution;
  const place = failure ? undefined : places.get(pluvoUserId ?? '');
  return {
    position,
    user_id: userId ?? null,
    pluvo_user_id: pluvoUserId ?? null,
    ...(place ?? { ...nowhere, status: 'FAILED', failure: failure ?? 'USER_NOT_LINKED' }),
  };
}

function newChunk(number: number, nowMs: number): Omit<Chunk, 'people'> {
  return {
    number,
    status: 'READY',
    attempt: 0,
    sendingId: undefined,
    sendByMs: 0,
    dueAtMs: nowMs,
    resends: 0,
    looks: 0,
  };
}

import type { Person } from '../people/Person.js';
import type { Item } from '../portfolio/Item.js';

/** The events that the sandbox sends; Pluvo has more. */
export const webhookEvents = [
  'USER_CREATED',
  'USER_UPDATED',
  'USER_DELETED',
  'PORTFOLIO_ITEM_CREATED',
  'EVENT_CERTIFICATE_ACHIEVED',
] as const;

/** The body of a webhook, before it is written as JSON. */
export interface WebhookEvent {
  readonly event: (typeof webhookEvents)[number];
  readonly id: string;
  readonly ref: string | null;
  /** RFC 3339: when it was sent first; retries repeat it. */
  readonly sentDate: string;
  readonly [field: string]: unknown;
}

export function userEvent(
  event: 'USER_CREATED' | 'USER_UPDATED' | 'USER_DELETED',
  person: Person,
  sentDate: string,
): WebhookEvent {
  const { id, ref, name, email, isActive, extraFields } = person;
  return { id, ref, event, name, email, isActive, extraFields, sentDate };
}

export function portfolioItemEvent(item: Item, person: Person, sentDate: string): WebhookEvent {
  const { id, title, description, startDate, endDate } = item;
  return {
    id,
    ref: null,
    event: 'PORTFOLIO_ITEM_CREATED',
    title,
    description,
    startDate,
    endDate,
    user: userReference(person),
    sentDate,
  };
}

/** A certificate that Pluvo issued by itself, because somebody fulfilled the conditions of a training. */
export function certificateAchievedEvent(
  achieved: {
    readonly certificateId: string;
    readonly trainingId: string | null;
    readonly item: Item;
    readonly person: Person;
  },
  sentDate: string,
): WebhookEvent {
  const { certificateId, trainingId, item, person } = achieved;
  return {
    id: certificateId,
    ref: null,
    event: 'EVENT_CERTIFICATE_ACHIEVED',
    training: trainingId === null ? null : { id: trainingId, ref: null },
    user: userReference(person),
    conditions: [],
    file: item.files?.[0] ?? null,
    sentDate,
  };
}

function userReference({ id, ref, name, email }: Person) {
  return { id, ref, name, email };
}

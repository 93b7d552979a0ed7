import type { Clock } from '../../../platform/clock.js';
import { Certificates } from '../certificates/Certificates.js';
import type { Journal } from '../journal/openJournal.js';
import type { JournalRecord } from '../journal/JournalRecord.js';
import { People } from '../people/People.js';
import type { Person } from '../people/Person.js';
import type { Effect } from '../portfolio/Effect.js';
import { Effects } from '../portfolio/Effects.js';
import { GeneratedItems } from '../portfolio/GeneratedItems.js';
import { itemOf } from '../portfolio/itemOf.js';
import { Portfolio } from '../portfolio/Portfolio.js';
import { IndexedUuids } from '../seed/IndexedUuids.js';
import {
  certificateAchievedEvent,
  portfolioItemEvent,
  userEvent,
  type WebhookEvent,
} from '../webhooks/WebhookEvent.js';
import type { IssueOrder } from './IssueOrder.js';

export interface OrganizationOptions {
  readonly seed: string;
  readonly people: number;
  readonly certificates: number;
  readonly clock: Clock;
  readonly journal: Journal;
  /** Told of everything that Pluvo has a webhook for. */
  publish(event: WebhookEvent): void;
}

/** The pretend organization: its people, its certificate templates, and what was issued to whom. */
export class Organization {
  readonly people: People;
  readonly certificates: Certificates;
  readonly effects = new Effects();
  readonly portfolio: Portfolio;
  readonly #options: OrganizationOptions;
  readonly #itemIds: IndexedUuids;

  constructor(options: OrganizationOptions) {
    const { seed, people, certificates, clock, journal } = options;
    this.#options = options;
    this.people = new People(seed, people);
    this.certificates = new Certificates(seed, certificates);
    const generated = new GeneratedItems(seed, this.people);
    this.portfolio = new Portfolio(generated, this.effects, clock);
    this.#itemIds = new IndexedUuids(seed, 'issued item');
    for (const record of journal.past) this.#apply(record);
  }

  /** Issues to everybody who is known and active, and e-mails each of them. Doing it twice does it twice. */
  issue(order: IssueOrder): { succeededIds: string[]; failedIds: string[] } {
    const userIds = [...new Set(order.userIds.map((id) => id.toLowerCase()))];
    const isActive = (id: string) => this.people.byId(id)?.isActive === true;
    const succeededIds = userIds.filter(isActive);
    const effects = succeededIds.map((userId, nth) => this.#effectOf(order, userId, nth));
    this.#record(effects.map((effect) => ({ kind: 'effect', effect })));
    for (const effect of effects) this.#announce(effect);
    return { succeededIds, failedIds: userIds.filter((id) => !isActive(id)) };
  }

  /** Adds the person who has `people.nextId()`, or changes the one who has the id. */
  savePerson(person: Person): void {
    const isNew = person.id === this.people.nextId();
    this.#record([{ kind: 'person', person }]);
    this.#options.publish(userEvent(isNew ? 'USER_CREATED' : 'USER_UPDATED', person, this.#now()));
  }

  deletePerson(person: Person): void {
    this.#record([{ kind: 'person deleted', id: person.id }]);
    this.#options.publish(userEvent('USER_DELETED', person, this.#now()));
  }

  #effectOf(order: IssueOrder, userId: string, nth: number): Effect {
    const { certificate, trainingId, lagMs, automatic } = order;
    const at = this.#now();
    return {
      portfolioItemId: this.#itemIds.encode(this.effects.count + nth),
      userId,
      certificateId: certificate.id,
      title: order.title ?? certificate.title ?? certificate.name ?? 'Certificate',
      issueDate: order.issueDate ?? at,
      trainingId: trainingId ?? null,
      at,
      visibleAt: new Date(this.#options.clock.nowMs() + lagMs).toISOString(),
      emailsSent: 1,
      automatic,
    };
  }

  #announce(effect: Effect): void {
    const { certificateId, trainingId, automatic } = effect;
    const person = this.people.byId(effect.userId);
    if (!person) return;
    const item = itemOf(effect);
    this.#options.publish(portfolioItemEvent(item, person, effect.at));
    if (!automatic) return;
    const achieved = { certificateId, trainingId, item, person };
    this.#options.publish(certificateAchievedEvent(achieved, effect.at));
  }

  /** Written down first: what the journal does not hold must not have been answered. */
  #record(records: readonly JournalRecord[]): void {
    this.#options.journal.append(records);
    for (const record of records) this.#apply(record);
  }

  #apply(record: JournalRecord): void {
    switch (record.kind) {
      case 'seed':
        return;
      case 'effect':
        this.effects.add(record.effect);
        return;
      case 'person':
        this.people.save(record.person);
        return;
      case 'person deleted':
        this.people.delete(record.id);
        return;
    }
  }

  #now(): string {
    return new Date(this.#options.clock.nowMs()).toISOString();
  }
}

import { randomBytes, randomUUID } from 'node:crypto';
import type { Agenda } from '../schedule/Agenda.js';
import type { NewSubscription, SubscriptionReport } from './Subscription.js';
import { signWebhook } from '../../webhooks/signWebhook.js';
import { webhookEvents, type WebhookEvent } from './WebhookEvent.js';

/** As Pluvo documents them. */
const requestTimeoutMs = 30_000;
const mostRetries = 72;
/** The wait before the first retry and the longest are not documented. */
const firstRetryMs = 1_000;
const longestRetryMs = 3_600_000;
/** Requests under way at once: a bulk of certificates must not open a thousand connections. */
const mostAtOnce = 8;

type Subscription = NewSubscription & { report: SubscriptionReport };
interface Delivery {
  readonly subscription: Subscription;
  readonly body: string;
  readonly retries: number;
}

/** Sends events to their subscribers: signed, retried with exponential backoff, ended for good by a 410. */
export class Webhooks {
  readonly #fetch: typeof fetch;
  readonly #agenda: Agenda;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #waiting: Delivery[] = [];
  readonly #stopped = new AbortController();
  #underWay = 0;

  constructor(options: { fetch: typeof fetch; agenda: Agenda }) {
    this.#fetch = options.fetch;
    this.#agenda = options.agenda;
  }

  subscribe(subscription: NewSubscription): SubscriptionReport {
    const { url, events = webhookEvents } = subscription;
    const id = randomUUID();
    const counts = { attempts: 0, delivered: 0, abandoned: 0 };
    const report: SubscriptionReport = { id, url, events, state: 'active', ...counts };
    this.#subscriptions.set(id, { ...subscription, report });
    return report;
  }

  /** False if there is none. */
  unsubscribe(id: string): boolean {
    return this.#subscriptions.delete(id);
  }

  reports(): SubscriptionReport[] {
    return [...this.#subscriptions.values()].map(({ report }) => report);
  }

  publish(event: WebhookEvent): void {
    for (const subscription of this.#subscriptions.values()) {
      if (!subscription.report.events.includes(event.event)) continue;
      this.#send({ subscription, body: JSON.stringify(event), retries: 0 });
    }
  }

  stop(): void {
    this.#stopped.abort();
    this.#waiting.length = 0;
  }

  #send(delivery: Delivery): void {
    this.#waiting.push(delivery);
    this.#sendWaiting();
  }

  #sendWaiting(): void {
    while (this.#underWay < mostAtOnce) {
      const delivery = this.#waiting.shift();
      if (!delivery) return;
      if (!this.#isWanted(delivery.subscription)) continue;
      this.#underWay += 1;
      void this.#attempt(delivery).then(() => {
        this.#underWay -= 1;
        this.#sendWaiting();
      });
    }
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const { subscription, body, retries } = delivery;
    count(subscription, 'attempts');
    const status = await this.#post(subscription, body);
    if (this.#stopped.signal.aborted) return;
    if (status === 410) {
      subscription.report = { ...subscription.report, state: 'gone' };
    } else if (status !== undefined && status >= 200 && status < 300) {
      count(subscription, 'delivered');
    } else if (retries === mostRetries) {
      count(subscription, 'abandoned');
    } else {
      this.#agenda.after(Math.min(firstRetryMs * 2 ** retries, longestRetryMs), () => {
        this.#send({ ...delivery, retries: retries + 1 });
      });
    }
  }

  /** The status of the answer; undefined if none came in time. */
  async #post({ url, key }: Subscription, body: string): Promise<number | undefined> {
    try {
      const response = await this.#fetch(url, {
        method: 'POST',
        redirect: 'manual',
        headers: {
          'content-type': 'application/json',
          ...signWebhook(body, key, randomBytes(12).toString('base64url')),
        },
        body,
        signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(requestTimeoutMs)]),
      });
      await response.body?.cancel();
      return response.status;
    } catch {
      return undefined;
    }
  }

  #isWanted({ report }: Subscription): boolean {
    const current = this.#subscriptions.get(report.id);
    return current?.report.state === 'active' && !this.#stopped.signal.aborted;
  }
}

function count(subscription: Subscription, what: 'attempts' | 'delivered' | 'abandoned'): void {
  const { report } = subscription;
  subscription.report = { ...report, [what]: report[what] + 1 };
}

import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Inbox } from './Inbox.js';

/** What became of a POST to the receiver. */
export type Reception = 'kept' | 'repeated' | 'malformed' | 'forged' | 'too-large' | 'not-kept';

/** What receiving webhooks tells Prometheus. Once for each registry: metrics have names. */
export class WebhookMetrics {
  readonly #received: Counter<'inbox' | 'outcome'>;
  readonly #processed: Counter<'inbox' | 'outcome'>;
  readonly #lag: Histogram<'inbox'>;
  readonly #inboxes = new Map<string, Pick<Inbox, 'waiting'>>();

  constructor(registry: Registry) {
    const registers = [registry];
    this.#received = new Counter({
      name: 'pluvo_webhooks_received_total',
      help: 'Webhooks that came, by outcome: kept, repeated (known already), malformed (kept, and no JSON object), forged, too-large, not-kept (the inbox could not be written).',
      labelNames: ['inbox', 'outcome'],
      registers,
    });
    this.#processed = new Counter({
      name: 'pluvo_webhooks_processed_total',
      help: 'Webhooks about which nothing more is done, by what was done.',
      labelNames: ['inbox', 'outcome'],
      registers,
    });
    this.#lag = new Histogram({
      name: 'pluvo_webhook_lag_seconds',
      help: 'Time from the arrival of a webhook to the end of its processing.',
      labelNames: ['inbox'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 300, 3_600, 86_400],
      registers,
    });
    const inboxes = this.#inboxes;
    new Gauge({
      name: 'pluvo_webhooks_waiting',
      help: 'Webhooks that wait to be processed, of all replicas together; none while the inbox does not tell.',
      labelNames: ['inbox'],
      registers,
      async collect() {
        this.reset();
        for (const [name, inbox] of inboxes) {
          const waiting = await inbox.waiting().catch(() => undefined);
          if (waiting !== undefined) this.set({ inbox: name }, waiting);
        }
      },
    });
  }

  /** Shows how many wait in this inbox. */
  watch(name: string, inbox: Pick<Inbox, 'waiting'>): void {
    this.#inboxes.set(name, inbox);
  }

  countReceived(inbox: string, outcome: Reception): void {
    this.#received.inc({ inbox, outcome });
  }

  countProcessed(inbox: string, outcome: string, lagMs: number): void {
    this.#processed.inc({ inbox, outcome });
    this.#lag.observe({ inbox }, lagMs / 1_000);
  }
}

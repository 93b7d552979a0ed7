import type { Outcome } from '../../../../pluvo/outcome.js';
import type { GenerateCertificate, SendOptions } from '../../../../pluvo/PluvoClient.js';
import type { PluvoBulkAction, PluvoPortfolioItem } from '../../../../pluvo/types.js';

export type Answer = Outcome<PluvoBulkAction>;
type Answers = (command: GenerateCertificate) => Answer | Promise<Answer>;

export const allSucceed: Answers = ({ userIds }) => ({
  kind: 'DEFINITE',
  result: { succeededIds: userIds, failedIds: [] },
});
export const noAnswer: Answers = () => ({ kind: 'UNKNOWN', reason: 'reset' });
export const notReached: Answers = () => ({ kind: 'NOT_SENT', reason: 'refused' });

/** Answers each call as the script says, then that all succeed; remembers what it was called with. */
export class ScriptedPluvo {
  readonly calls: (GenerateCertificate & { readonly sendByMs: number })[] = [];
  /** Who was looked for, one entry for each call. */
  readonly looks: (readonly string[])[] = [];
  /** What happens while a call waits for its turn. */
  beforeTurn: () => Promise<void> = () => Promise.resolve();
  readonly #script: readonly Answers[];
  readonly #portfolios = new Map<string, PluvoPortfolioItem[]>();
  #portfoliosAreAway: Error | undefined;

  constructor(...script: readonly Answers[]) {
    this.#script = script;
  }

  async generateCertificate(
    command: GenerateCertificate,
    { intend }: Pick<SendOptions, 'intend'>,
  ): Promise<Answer> {
    await this.beforeTurn();
    const sendByMs = await intend();
    if (sendByMs === undefined) return { kind: 'NOT_SENT', reason: 'withheld' };
    this.calls.push({ ...command, sendByMs });
    return (this.#script[this.calls.length - 1] ?? allSucceed)(command);
  }

  portfolioItems(userIds: readonly string[]) {
    this.looks.push(userIds);
    if (this.#portfoliosAreAway) return Promise.reject(this.#portfoliosAreAway);
    return Promise.resolve(userIds.map((user) => this.#portfolios.get(user) ?? []));
  }

  /** From now on these users have a certificate like this one. */
  shows({ title, issueDate }: { title: string; issueDate: string }, ...users: string[]): void {
    for (const user of users) {
      const items = this.#portfolios.get(user) ?? [];
      items.push({ id: `item-${user}-${String(items.length)}`, title, startDate: issueDate });
      this.#portfolios.set(user, items);
    }
  }

  portfoliosAre(away: Error | undefined): void {
    this.#portfoliosAreAway = away;
  }
}

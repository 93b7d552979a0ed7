/** What lets work happen later: injected, so that a test decides when. */
export interface Scheduler {
  /** Does the work once, `delayMs` from now; what it returns calls it off. */
  after(delayMs: number, work: () => void): () => void;
}

export const systemScheduler: Scheduler = {
  after(delayMs, work) {
    const timer = setTimeout(work, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

/** One operation we send to Pluvo, described so that what it uses can be told from it. */
export interface Operation {
  /** Names it in logs and metrics. */
  readonly name: string;
  readonly document: string;
  /**
   * Fields that it can do without: names joined by dots, below the root field, whatever their aliases. Any other field,
   * and each argument, is needed.
   */
  readonly dispensable: readonly string[];
}

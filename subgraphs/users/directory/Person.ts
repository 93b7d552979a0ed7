/** Somebody the organization knows. */
export interface Person {
  /** Stable; made by the directory, or chosen by whoever saved the person first. */
  readonly id: string;
  /** As it was given. */
  readonly email: string;
  readonly name: string;
  /** True while neither the directory nor Pluvo says otherwise. */
  readonly isActive: boolean;
  /** The same person in Pluvo; null until linked. */
  readonly pluvoId: string | null;
}

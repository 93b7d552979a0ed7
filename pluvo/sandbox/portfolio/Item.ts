/** What a portfolio shows: an issued certificate, or something that was in it from the beginning. Instants are RFC 3339. */
export interface Item {
  readonly id: string;
  readonly userId: string;
  readonly title: string;
  readonly description: string | null;
  readonly startDate: string;
  readonly endDate: string | null;
  readonly files: readonly string[] | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

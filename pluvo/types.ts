/**
 * What Pluvo's API sends, with Pluvo's names and nullability. Instants are texts as Pluvo wrote them (RFC 3339). A field
 * that may be absent is one that Pluvo's schema can lose: absent is never null, see drift/present.ts.
 * Source: Pluvo's developer documentation; see docs/pluvo-api.md.
 */

/** How many records Pluvo puts on one page, and takes as `first` or `last`. */
export const pluvoPageSize = 50;

export interface PluvoPageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

export interface PluvoEdge<Node> {
  readonly node: Node | null;
  readonly cursor: string;
}

/** A page of Pluvo. Edges, nodes and the count can be null, and must reach the caller as they are. */
export interface PluvoConnection<Node> {
  readonly pageInfo: PluvoPageInfo;
  readonly edges: readonly (PluvoEdge<Node> | null)[];
  /** Records on all pages together. */
  readonly count?: number | null;
}

/** A certificate template. */
export interface PluvoCertificate {
  readonly id: string;
  readonly name?: string | null;
  readonly title?: string | null;
}

/** A page of certificates, with who stands behind it if that was asked for. */
export interface PluvoCertificatePage extends PluvoConnection<PluvoCertificate> {
  /** An id; null if nobody does. Absent if it was not asked for, or Pluvo left that entry out. */
  readonly nextId?: string | null;
}

export interface PluvoUser {
  readonly id: string;
  /** The customer's own key for this person, typically an employee number. */
  readonly ref?: string | null;
  readonly email: string;
  readonly name: string;
  readonly isActive: boolean;
}

export interface PluvoPortfolioItem {
  readonly id: string;
  readonly user?: Partial<Pick<PluvoUser, 'id' | 'email'>>;
  readonly title?: string;
  readonly description?: string | null;
  /** The moment of acquisition; its precision is not documented. */
  readonly startDate?: string;
  readonly endDate?: string | null;
  readonly files?: readonly string[] | null;
}

/** The answer of generateCertificate: Pluvo user ids. */
export interface PluvoBulkAction {
  readonly succeededIds: readonly string[];
  readonly failedIds: readonly string[];
}

import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { PluvoCertificate } from '../../pluvo/types.js';
import type { IssuanceRecord, RecipientRecord, Decision, EventRecord } from './issuance/Ledger.js';
import type { IssuancePage } from './resolvers/issuances.js';
import type { RecipientPage } from './resolvers/recipients.js';
import type { EventPage } from './resolvers/events.js';
import type { Issued } from './issuance/Issuing.js';
import type { HeldItem, LinkedUser } from './resolvers/portfolio.js';
import type { CertificatesContext } from './context.js';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** A point in time with its offset (RFC 3339), for example 2026-11-23T09:30:00Z. */
  DateTime: { input: string; output: string; }
  /** An e-mail address. Compared without regard to case; spaces around it are ignored. */
  EmailAddress: { input: string; output: string; }
  /** A UUID (RFC 9562), as Pluvo uses for everything it names. */
  UUID: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

export type BulkAction = {
  readonly failedIds: ReadonlyArray<Scalars['UUID']['output']>;
  readonly succeededIds: ReadonlyArray<Scalars['UUID']['output']>;
};

export type CancelIssuanceInput = {
  readonly requestId: Scalars['ID']['input'];
};

export type CancelIssuancePayload = {
  /** False if it had ended before: then nothing was changed. */
  readonly cancelled: Scalars['Boolean']['output'];
  readonly issuance: Issuance;
};

/** A certificate template of Pluvo: what can be issued. */
export type Certificate = {
  readonly id: Scalars['UUID']['output'];
  readonly name?: Maybe<Scalars['String']['output']>;
  readonly title?: Maybe<Scalars['String']['output']>;
};

export type CertificateConnection = {
  /** How many certificates there are on all pages together; null if Pluvo does not say. */
  readonly count?: Maybe<Scalars['Int']['output']>;
  readonly edges: ReadonlyArray<Maybe<CertificateEdge>>;
  readonly pageInfo: PageInfo;
};

export type CertificateEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node?: Maybe<Certificate>;
};

export type GenerateCertificate = {
  readonly bulkGenerate: BulkAction;
  readonly issuance: Issuance;
  /** True if an earlier request with this request ID had already finished, and this is its answer: nothing was sent. */
  readonly replayed: Scalars['Boolean']['output'];
};

/** One request to issue a certificate, kept under the request ID its caller chose. */
export type Issuance = {
  /** When it was cancelled: since then nothing new is sent. */
  readonly cancelledAt?: Maybe<Scalars['DateTime']['output']>;
  readonly certificate?: Maybe<Certificate>;
  readonly counts: IssuanceCounts;
  readonly createdAt: Scalars['DateTime']['output'];
  /** What happened, oldest first. ISSUANCE_FORGOTTEN when it was forgotten. */
  readonly events: IssuanceEventConnection;
  /** When it ended last; null while it is open or waits for a person. */
  readonly finishedAt?: Maybe<Scalars['DateTime']['output']>;
  /** When its recipients and events were forgotten; counts, title and dates stay for longer. */
  readonly forgottenAt?: Maybe<Scalars['DateTime']['output']>;
  /** Pinned when the request was accepted. */
  readonly issueDate: Scalars['DateTime']['output'];
  /** In the caller's order. ISSUANCE_FORGOTTEN when they were forgotten. */
  readonly recipients: RecipientConnection;
  readonly requestId: Scalars['ID']['output'];
  /** While the issuance is open: how long to wait before asking again, in milliseconds. */
  readonly retryAfterMs?: Maybe<Scalars['Int']['output']>;
  readonly status: IssuanceStatus;
  /** What is printed on it: pinned when the request was accepted. */
  readonly title: Scalars['String']['output'];
};


/** One request to issue a certificate, kept under the request ID its caller chose. */
export type IssuanceEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


/** One request to issue a certificate, kept under the request ID its caller chose. */
export type IssuanceRecipientsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<RecipientStatus>;
};

export type IssuanceConnection = {
  readonly count: Scalars['Int']['output'];
  readonly edges: ReadonlyArray<IssuanceEdge>;
  readonly pageInfo: PageInfo;
};

/** How many recipients are in each state; total is their sum. */
export type IssuanceCounts = {
  readonly failed: Scalars['Int']['output'];
  readonly issued: Scalars['Int']['output'];
  readonly parked: Scalars['Int']['output'];
  readonly ready: Scalars['Int']['output'];
  readonly sending: Scalars['Int']['output'];
  readonly total: Scalars['Int']['output'];
  readonly unknown: Scalars['Int']['output'];
};

export type IssuanceEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Issuance;
};

/** One line of the audit trail of an issuance. */
export type IssuanceEvent = {
  readonly at: Scalars['DateTime']['output'];
  /** Which sending of the chunk, from 1. */
  readonly attempt?: Maybe<Scalars['Int']['output']>;
  /** The chunk it is about, from 0: recipients are sent in chunks. Null if it is about the issuance. */
  readonly chunk?: Maybe<Scalars['Int']['output']>;
  readonly detail?: Maybe<Scalars['String']['output']>;
  readonly kind: IssuanceEventKind;
  /** Whom it is about; null: all of the chunk or issuance. */
  readonly pluvoUserIds?: Maybe<ReadonlyArray<Scalars['UUID']['output']>>;
  /** From 1, in the order in which things were written down. */
  readonly sequence: Scalars['Int']['output'];
};

export type IssuanceEventConnection = {
  readonly count: Scalars['Int']['output'];
  readonly edges: ReadonlyArray<IssuanceEventEdge>;
  readonly pageInfo: PageInfo;
};

export type IssuanceEventEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: IssuanceEvent;
};

export type IssuanceEventKind =
  /** The portfolios of these people do not show it at the first look, or not all of them could be seen. */
  | 'ABSENT'
  /** The request was written down. */
  | 'ACCEPTED'
  /** Pluvo answered what should not be possible. */
  | 'ALARM'
  /** Cancelled; or given up, because it was. */
  | 'CANCELLED'
  /** A person decided. */
  | 'DECIDED'
  /** A portfolio, or Pluvo's answers, show the certificate more than once. */
  | 'DUPLICATE_DETECTED'
  /** Nobody is open any more. */
  | 'FINISHED'
  /** The portfolios of these people show the certificate. */
  | 'FOUND'
  /** The call did not go out, or was refused before anything was executed. */
  | 'NOT_SENT'
  /** Nobody knows what came of the call: its quarantine begins. */
  | 'OUTCOME_UNKNOWN'
  /** Left to a person. */
  | 'PARKED'
  /** People were looked up, and chunks were cut. */
  | 'PLANNED'
  /** The same request came again: those who failed and may be tried again are. */
  | 'REDRIVEN'
  /** Absent at the second look as well: sent once more. */
  | 'RESEND'
  /** The intent to send a chunk was written down; the call follows. */
  | 'SENDING'
  /** Pluvo answered about these people. */
  | 'SETTLED';

export type IssuanceStatus =
  /** Written down; nothing has been looked up or sent. */
  | 'ACCEPTED'
  /** Nobody has it; each recipient says why. The same request ID sent again tries the retryable ones again. */
  | 'FAILED'
  /** At least one recipient is PARKED, the others are decided: a person must look (resolveRecipient). */
  | 'NEEDS_REVIEW'
  /** Some have it, some do not; each recipient says why. The same request ID sent again tries the retryable ones again. */
  | 'PARTIAL'
  /** The addresses are being looked up in the directory. */
  | 'RESOLVING'
  /** Being sent to Pluvo. */
  | 'RUNNING'
  /** Everybody has the certificate. */
  | 'SUCCEEDED';

export type IssueCertificateInput = {
  readonly certificateId: Scalars['UUID']['input'];
  readonly emails: ReadonlyArray<Scalars['EmailAddress']['input']>;
  /** Defaults to now. */
  readonly issueDate?: InputMaybe<Scalars['DateTime']['input']>;
  readonly onDuplicate?: InputMaybe<OnDuplicate>;
  /** 16 to 255 visible ASCII characters; a UUIDv7 is best. Use the same again only to ask for the same again. */
  readonly requestId: Scalars['ID']['input'];
  /** Defaults to the certificate's title, else its name. */
  readonly title?: InputMaybe<Scalars['String']['input']>;
  readonly trainingId?: InputMaybe<Scalars['UUID']['input']>;
  /** How long to wait for the issuance to finish before answering RUNNING, in milliseconds. */
  readonly waitMs?: InputMaybe<Scalars['Int']['input']>;
};

export type IssueCertificatePayload = {
  readonly issuance: Issuance;
  /** True if an earlier request with this request ID had already finished, and this is its answer: nothing was sent. */
  readonly replayed: Scalars['Boolean']['output'];
};

export type Mutation = {
  /**
   * Sends nothing new for the caller's own issuance. What is on its way to Pluvo goes on to its end, and so does finding out
   * what became of it: the issuance may still be RUNNING.
   */
  readonly cancelIssuance: CancelIssuancePayload;
  /**
   * Pluvo's own mutation, made idempotent: the same request ID never issues twice. Ids that are in neither list
   * of bulkGenerate are not decided yet: see issuance.
   */
  readonly generateCertificate?: Maybe<GenerateCertificate>;
  /**
   * Issues a certificate to people by e-mail address: up to 100 000 at once, as variables rather than written into the
   * document. The same request ID never issues twice; sent again when the issuance ended PARTIAL or FAILED, it tries again
   * those whose failure is retryable.
   */
  readonly issueCertificate: IssueCertificatePayload;
  /**
   * Makes cached pages invalid, in every replica: what is read next comes from Pluvo. For operators: the caller needs the
   * scope certificates:admin.
   */
  readonly purge: PurgePayload;
  /** A person who has looked in Pluvo decides a PARKED recipient of the caller's own issuance. */
  readonly resolveRecipient: ResolveRecipientPayload;
};


export type MutationCancelIssuanceArgs = {
  input: CancelIssuanceInput;
};


export type MutationGenerateCertificateArgs = {
  id: Scalars['UUID']['input'];
  issueDate?: InputMaybe<Scalars['DateTime']['input']>;
  requestId: Scalars['ID']['input'];
  title?: InputMaybe<Scalars['String']['input']>;
  trainingId?: InputMaybe<Scalars['UUID']['input']>;
  userIds: ReadonlyArray<Scalars['UUID']['input']>;
};


export type MutationIssueCertificateArgs = {
  input: IssueCertificateInput;
};


export type MutationPurgeArgs = {
  input: PurgeInput;
};


export type MutationResolveRecipientArgs = {
  input: ResolveRecipientInput;
};

/** What to do about a person who was already issued the same certificate with the same title on the same day. */
export type OnDuplicate =
  /** They get it again, and Pluvo e-mails them again. */
  | 'ISSUE_AGAIN'
  /** They fail with ALREADY_ISSUED or IN_PROGRESS_ELSEWHERE; nothing is sent for them. */
  | 'SKIP';

export type PageInfo = {
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** Something a person holds in Pluvo's portfolio: an issued certificate, or an item they added. */
export type PortfolioItem = {
  readonly description?: Maybe<Scalars['String']['output']>;
  /** The end of its validity. */
  readonly endDate?: Maybe<Scalars['DateTime']['output']>;
  /** Addresses of the documents. */
  readonly files?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  readonly id: Scalars['ID']['output'];
  /** The issuance that made this item, if it went through this graph. */
  readonly issuance?: Maybe<Issuance>;
  /** The moment of acquisition. */
  readonly startDate: Scalars['DateTime']['output'];
  readonly title: Scalars['String']['output'];
  readonly user: User;
};

export type PortfolioItemConnection = {
  readonly count: Scalars['Int']['output'];
  readonly edges: ReadonlyArray<PortfolioItemEdge>;
  readonly pageInfo: PageInfo;
};

export type PortfolioItemEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: PortfolioItem;
};

export type PurgeInput = {
  /** All pages of certificates. */
  readonly certificates?: InputMaybe<Scalars['Boolean']['input']>;
  /** The portfolios of these Pluvo users, at most 1000. */
  readonly portfoliosOf?: InputMaybe<ReadonlyArray<Scalars['UUID']['input']>>;
};

export type PurgePayload = {
  /** How many lists were made invalid. */
  readonly purged: Scalars['Int']['output'];
};

export type Query = {
  /** One certificate; null if Pluvo does not list it. */
  readonly certificate?: Maybe<Certificate>;
  /** Pluvo's certificates, in Pluvo's order. Pages may be larger than Pluvo's 50. */
  readonly certificates?: Maybe<CertificateConnection>;
  /** The caller's own issuance; null if there is none under this request ID. */
  readonly issuance?: Maybe<Issuance>;
  /** The caller's own issuances, newest first. */
  readonly issuances: IssuanceConnection;
};


export type QueryCertificateArgs = {
  id: Scalars['UUID']['input'];
};


export type QueryCertificatesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryIssuanceArgs = {
  requestId: Scalars['ID']['input'];
};


export type QueryIssuancesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<IssuanceStatus>;
};

export type Recipient = {
  /** What a person decided about it; null if nobody had to. */
  readonly decision?: Maybe<RecipientDecision>;
  /** As the caller gave it, trimmed and lower-cased; null if the caller named a Pluvo id. */
  readonly email?: Maybe<Scalars['EmailAddress']['output']>;
  readonly failure?: Maybe<RecipientFailure>;
  readonly pluvoUserId?: Maybe<Scalars['UUID']['output']>;
  /** The item of portfolioItemId; null also if it is no longer in the portfolio. */
  readonly portfolioItem?: Maybe<PortfolioItem>;
  /** Known only of those whose portfolio had to be read to find out. */
  readonly portfolioItemId?: Maybe<Scalars['ID']['output']>;
  readonly status: RecipientStatus;
  /** Null if unknown, or if the caller named a Pluvo id. */
  readonly user?: Maybe<User>;
};

export type RecipientConnection = {
  readonly count: Scalars['Int']['output'];
  readonly edges: ReadonlyArray<RecipientEdge>;
  readonly pageInfo: PageInfo;
};

/** The word of a person about a recipient that was PARKED. Should Pluvo confirm later that it issued, the status says so. */
export type RecipientDecision = {
  readonly decidedAt: Scalars['DateTime']['output'];
  /** The caller's e-mail address if it has one, else its name. */
  readonly decidedBy: Scalars['String']['output'];
  readonly evidence: Scalars['String']['output'];
  readonly verdict: Verdict;
};

export type RecipientEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: Recipient;
};

export type RecipientFailure = {
  /** See the table of recipient failures in docs/errors.md. */
  readonly code: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
  /**
   * True if another try can help: the same request ID sent again tries all such recipients of an issuance that ended
   * PARTIAL or FAILED again, and nobody else.
   */
  readonly retryable: Scalars['Boolean']['output'];
};

export type RecipientStatus =
  /** Not issued; failure says why, and whether another try can help. */
  | 'FAILED'
  /** Has the certificate: Pluvo confirmed it, the portfolio shows it, or a person saw it. */
  | 'ISSUED'
  /** Nobody knows, and this graph does not send it again: a person decides with resolveRecipient. */
  | 'PARKED'
  /** Waits to be looked up or sent, for the first time or once more. */
  | 'READY'
  /** On its way to Pluvo; an answer is awaited. */
  | 'SENDING'
  /**
   * Sent, and the answer was lost: Pluvo may or may not have issued. The portfolio is read when nothing can change any more,
   * which takes some minutes; then this is ISSUED, READY or PARKED.
   */
  | 'UNKNOWN';

export type ResolveRecipientInput = {
  /** Exactly one of email and pluvoUserId. */
  readonly email?: InputMaybe<Scalars['EmailAddress']['input']>;
  /** What was seen, and where: kept with the verdict. */
  readonly evidence: Scalars['String']['input'];
  readonly pluvoUserId?: InputMaybe<Scalars['UUID']['input']>;
  readonly requestId: Scalars['ID']['input'];
  readonly verdict: Verdict;
};

export type ResolveRecipientPayload = {
  readonly issuance: Issuance;
  readonly recipient: Recipient;
};

export type User = {
  readonly id: Scalars['ID']['output'];
  readonly pluvoId?: Maybe<Scalars['UUID']['output']>;
  /** What this person has, newest first; empty for a person that is not linked to Pluvo. Null if it could not be read: the error says why. */
  readonly portfolioItems?: Maybe<PortfolioItemConnection>;
};


export type UserPortfolioItemsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
};

export type Verdict =
  /** The person has the certificate in Pluvo. */
  | 'ISSUED'
  /** The person does not have it; a new request ID may issue it. */
  | 'NOT_ISSUED';



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Certificate: Certificate;
  Issuance: Issuance;
  PortfolioItem: PortfolioItem;
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Certificate:
    ( { __typename: 'Certificate' }
    & GraphQLRecursivePick<FederationTypes['Certificate'], {"id":true}> );
  Issuance:
    ( { __typename: 'Issuance' }
    & GraphQLRecursivePick<FederationTypes['Issuance'], {"requestId":true}> );
  PortfolioItem:
    ( { __typename: 'PortfolioItem' }
    & GraphQLRecursivePick<FederationTypes['PortfolioItem'], {"id":true}> );
  User:
    ( { __typename: 'User' }
    & GraphQLRecursivePick<FederationTypes['User'], {"id":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['User'], {"pluvoId":true}> ) );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  BulkAction: ResolverTypeWrapper<BulkAction>;
  CancelIssuanceInput: CancelIssuanceInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CancelIssuancePayload: ResolverTypeWrapper<Omit<CancelIssuancePayload, 'issuance'> & { issuance: ResolversTypes['Issuance'] }>;
  Certificate: ResolverTypeWrapper<PluvoCertificate>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  CertificateConnection: ResolverTypeWrapper<Omit<CertificateConnection, 'edges'> & { edges: ReadonlyArray<Maybe<ResolversTypes['CertificateEdge']>> }>;
  CertificateEdge: ResolverTypeWrapper<Omit<CertificateEdge, 'node'> & { node?: Maybe<ResolversTypes['Certificate']> }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  EmailAddress: ResolverTypeWrapper<Scalars['EmailAddress']['output']>;
  GenerateCertificate: ResolverTypeWrapper<Issued>;
  Issuance: ResolverTypeWrapper<IssuanceRecord>;
  IssuanceConnection: ResolverTypeWrapper<IssuancePage>;
  IssuanceCounts: ResolverTypeWrapper<IssuanceCounts>;
  IssuanceEdge: ResolverTypeWrapper<Omit<IssuanceEdge, 'node'> & { node: ResolversTypes['Issuance'] }>;
  IssuanceEvent: ResolverTypeWrapper<EventRecord>;
  IssuanceEventConnection: ResolverTypeWrapper<EventPage>;
  IssuanceEventEdge: ResolverTypeWrapper<Omit<IssuanceEventEdge, 'node'> & { node: ResolversTypes['IssuanceEvent'] }>;
  IssuanceEventKind: IssuanceEventKind;
  IssuanceStatus: IssuanceStatus;
  IssueCertificateInput: IssueCertificateInput;
  IssueCertificatePayload: ResolverTypeWrapper<Omit<IssueCertificatePayload, 'issuance'> & { issuance: ResolversTypes['Issuance'] }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OnDuplicate: OnDuplicate;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PortfolioItem: ResolverTypeWrapper<HeldItem>;
  PortfolioItemConnection: ResolverTypeWrapper<Omit<PortfolioItemConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['PortfolioItemEdge']> }>;
  PortfolioItemEdge: ResolverTypeWrapper<Omit<PortfolioItemEdge, 'node'> & { node: ResolversTypes['PortfolioItem'] }>;
  PurgeInput: PurgeInput;
  PurgePayload: ResolverTypeWrapper<PurgePayload>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Recipient: ResolverTypeWrapper<RecipientRecord>;
  RecipientConnection: ResolverTypeWrapper<RecipientPage>;
  RecipientDecision: ResolverTypeWrapper<Decision>;
  RecipientEdge: ResolverTypeWrapper<Omit<RecipientEdge, 'node'> & { node: ResolversTypes['Recipient'] }>;
  RecipientFailure: ResolverTypeWrapper<RecipientFailure>;
  RecipientStatus: RecipientStatus;
  ResolveRecipientInput: ResolveRecipientInput;
  ResolveRecipientPayload: ResolverTypeWrapper<Omit<ResolveRecipientPayload, 'issuance' | 'recipient'> & { issuance: ResolversTypes['Issuance'], recipient: ResolversTypes['Recipient'] }>;
  UUID: ResolverTypeWrapper<Scalars['UUID']['output']>;
  User: ResolverTypeWrapper<LinkedUser>;
  Verdict: Verdict;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  BulkAction: BulkAction;
  CancelIssuanceInput: CancelIssuanceInput;
  ID: Scalars['ID']['output'];
  CancelIssuancePayload: Omit<CancelIssuancePayload, 'issuance'> & { issuance: ResolversParentTypes['Issuance'] };
  Certificate: PluvoCertificate;
  String: Scalars['String']['output'];
  CertificateConnection: Omit<CertificateConnection, 'edges'> & { edges: ReadonlyArray<Maybe<ResolversParentTypes['CertificateEdge']>> };
  CertificateEdge: Omit<CertificateEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Certificate']> };
  DateTime: Scalars['DateTime']['output'];
  EmailAddress: Scalars['EmailAddress']['output'];
  GenerateCertificate: Issued;
  Issuance: IssuanceRecord;
  IssuanceConnection: IssuancePage;
  IssuanceCounts: IssuanceCounts;
  IssuanceEdge: Omit<IssuanceEdge, 'node'> & { node: ResolversParentTypes['Issuance'] };
  IssuanceEvent: EventRecord;
  IssuanceEventConnection: EventPage;
  IssuanceEventEdge: Omit<IssuanceEventEdge, 'node'> & { node: ResolversParentTypes['IssuanceEvent'] };
  IssueCertificateInput: IssueCertificateInput;
  IssueCertificatePayload: Omit<IssueCertificatePayload, 'issuance'> & { issuance: ResolversParentTypes['Issuance'] };
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  PortfolioItem: HeldItem;
  PortfolioItemConnection: Omit<PortfolioItemConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['PortfolioItemEdge']> };
  PortfolioItemEdge: Omit<PortfolioItemEdge, 'node'> & { node: ResolversParentTypes['PortfolioItem'] };
  PurgeInput: PurgeInput;
  PurgePayload: PurgePayload;
  Query: Record<PropertyKey, never>;
  Recipient: RecipientRecord;
  RecipientConnection: RecipientPage;
  RecipientDecision: Decision;
  RecipientEdge: Omit<RecipientEdge, 'node'> & { node: ResolversParentTypes['Recipient'] };
  RecipientFailure: RecipientFailure;
  ResolveRecipientInput: ResolveRecipientInput;
  ResolveRecipientPayload: Omit<ResolveRecipientPayload, 'issuance' | 'recipient'> & { issuance: ResolversParentTypes['Issuance'], recipient: ResolversParentTypes['Recipient'] };
  UUID: Scalars['UUID']['output'];
  User: LinkedUser;
  Boolean: Scalars['Boolean']['output'];
  Int: Scalars['Int']['output'];
};

export type CacheControlDirectiveArgs = {
  inheritMaxAge?: Maybe<Scalars['Boolean']['input']>;
  maxAge?: Maybe<Scalars['Int']['input']>;
};

export type CacheControlDirectiveResolver<Result, Parent, ContextType = CertificatesContext, Args = CacheControlDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type BulkActionResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['BulkAction'] = ResolversParentTypes['BulkAction']> = {
  failedIds?: Resolver<ReadonlyArray<ResolversTypes['UUID']>, ParentType, ContextType>;
  succeededIds?: Resolver<ReadonlyArray<ResolversTypes['UUID']>, ParentType, ContextType>;
};

export type CancelIssuancePayloadResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['CancelIssuancePayload'] = ResolversParentTypes['CancelIssuancePayload']> = {
  cancelled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  issuance?: Resolver<ResolversTypes['Issuance'], ParentType, ContextType>;
};

export type CertificateResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['Certificate'] = ResolversParentTypes['Certificate'], FederationReferenceType extends FederationReferenceTypes['Certificate'] = FederationReferenceTypes['Certificate']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Certificate']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['UUID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CertificateConnectionResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['CertificateConnection'] = ResolversParentTypes['CertificateConnection']> = {
  count?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  edges?: Resolver<ReadonlyArray<Maybe<ResolversTypes['CertificateEdge']>>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type CertificateEdgeResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['CertificateEdge'] = ResolversParentTypes['CertificateEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Certificate']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface EmailAddressScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['EmailAddress'], any> {
  name: 'EmailAddress';
}

export type GenerateCertificateResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['GenerateCertificate'] = ResolversParentTypes['GenerateCertificate']> = {
  bulkGenerate?: Resolver<ResolversTypes['BulkAction'], ParentType, ContextType>;
  issuance?: Resolver<ResolversTypes['Issuance'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type IssuanceResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['Issuance'] = ResolversParentTypes['Issuance'], FederationReferenceType extends FederationReferenceTypes['Issuance'] = FederationReferenceTypes['Issuance']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Issuance']> | FederationReferenceType, FederationReferenceType, ContextType>;
  cancelledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  certificate?: Resolver<Maybe<ResolversTypes['Certificate']>, ParentType, ContextType>;
  counts?: Resolver<ResolversTypes['IssuanceCounts'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  events?: Resolver<ResolversTypes['IssuanceEventConnection'], ParentType, ContextType, Partial<IssuanceEventsArgs>>;
  finishedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  forgottenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  issueDate?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  recipients?: Resolver<ResolversTypes['RecipientConnection'], ParentType, ContextType, Partial<IssuanceRecipientsArgs>>;
  requestId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  retryAfterMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['IssuanceStatus'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type IssuanceConnectionResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['IssuanceConnection'] = ResolversParentTypes['IssuanceConnection']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  edges?: Resolver<ReadonlyArray<ResolversTypes['IssuanceEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type IssuanceCountsResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['IssuanceCounts'] = ResolversParentTypes['IssuanceCounts']> = {
  failed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  issued?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  parked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  ready?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sending?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unknown?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IssuanceEdgeResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['IssuanceEdge'] = ResolversParentTypes['IssuanceEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Issuance'], ParentType, ContextType>;
};

export type IssuanceEventResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['IssuanceEvent'] = ResolversParentTypes['IssuanceEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  attempt?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  chunk?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['IssuanceEventKind'], ParentType, ContextType>;
  pluvoUserIds?: Resolver<Maybe<ReadonlyArray<ResolversTypes['UUID']>>, ParentType, ContextType>;
  sequence?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IssuanceEventConnectionResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['IssuanceEventConnection'] = ResolversParentTypes['IssuanceEventConnection']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  edges?: Resolver<ReadonlyArray<ResolversTypes['IssuanceEventEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type IssuanceEventEdgeResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['IssuanceEventEdge'] = ResolversParentTypes['IssuanceEventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['IssuanceEvent'], ParentType, ContextType>;
};

export type IssueCertificatePayloadResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['IssueCertificatePayload'] = ResolversParentTypes['IssueCertificatePayload']> = {
  issuance?: Resolver<ResolversTypes['Issuance'], ParentType, ContextType>;
  replayed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelIssuance?: Resolver<ResolversTypes['CancelIssuancePayload'], ParentType, ContextType, RequireFields<MutationCancelIssuanceArgs, 'input'>>;
  generateCertificate?: Resolver<Maybe<ResolversTypes['GenerateCertificate']>, ParentType, ContextType, RequireFields<MutationGenerateCertificateArgs, 'id' | 'requestId' | 'userIds'>>;
  issueCertificate?: Resolver<ResolversTypes['IssueCertificatePayload'], ParentType, ContextType, RequireFields<MutationIssueCertificateArgs, 'input'>>;
  purge?: Resolver<ResolversTypes['PurgePayload'], ParentType, ContextType, RequireFields<MutationPurgeArgs, 'input'>>;
  resolveRecipient?: Resolver<ResolversTypes['ResolveRecipientPayload'], ParentType, ContextType, RequireFields<MutationResolveRecipientArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PortfolioItemResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['PortfolioItem'] = ResolversParentTypes['PortfolioItem'], FederationReferenceType extends FederationReferenceTypes['PortfolioItem'] = FederationReferenceTypes['PortfolioItem']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PortfolioItem']> | FederationReferenceType, FederationReferenceType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  endDate?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  files?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  issuance?: Resolver<Maybe<ResolversTypes['Issuance']>, ParentType, ContextType>;
  startDate?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type PortfolioItemConnectionResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['PortfolioItemConnection'] = ResolversParentTypes['PortfolioItemConnection']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  edges?: Resolver<ReadonlyArray<ResolversTypes['PortfolioItemEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type PortfolioItemEdgeResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['PortfolioItemEdge'] = ResolversParentTypes['PortfolioItemEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PortfolioItem'], ParentType, ContextType>;
};

export type PurgePayloadResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['PurgePayload'] = ResolversParentTypes['PurgePayload']> = {
  purged?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  certificate?: Resolver<Maybe<ResolversTypes['Certificate']>, ParentType, ContextType, RequireFields<QueryCertificateArgs, 'id'>>;
  certificates?: Resolver<Maybe<ResolversTypes['CertificateConnection']>, ParentType, ContextType, Partial<QueryCertificatesArgs>>;
  issuance?: Resolver<Maybe<ResolversTypes['Issuance']>, ParentType, ContextType, RequireFields<QueryIssuanceArgs, 'requestId'>>;
  issuances?: Resolver<ResolversTypes['IssuanceConnection'], ParentType, ContextType, Partial<QueryIssuancesArgs>>;
};

export type RecipientResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['Recipient'] = ResolversParentTypes['Recipient']> = {
  decision?: Resolver<Maybe<ResolversTypes['RecipientDecision']>, ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['EmailAddress']>, ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['RecipientFailure']>, ParentType, ContextType>;
  pluvoUserId?: Resolver<Maybe<ResolversTypes['UUID']>, ParentType, ContextType>;
  portfolioItem?: Resolver<Maybe<ResolversTypes['PortfolioItem']>, ParentType, ContextType>;
  portfolioItemId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RecipientStatus'], ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
};

export type RecipientConnectionResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['RecipientConnection'] = ResolversParentTypes['RecipientConnection']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  edges?: Resolver<ReadonlyArray<ResolversTypes['RecipientEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type RecipientDecisionResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['RecipientDecision'] = ResolversParentTypes['RecipientDecision']> = {
  decidedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  decidedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  evidence?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['Verdict'], ParentType, ContextType>;
};

export type RecipientEdgeResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['RecipientEdge'] = ResolversParentTypes['RecipientEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Recipient'], ParentType, ContextType>;
};

export type RecipientFailureResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['RecipientFailure'] = ResolversParentTypes['RecipientFailure']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ResolveRecipientPayloadResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['ResolveRecipientPayload'] = ResolversParentTypes['ResolveRecipientPayload']> = {
  issuance?: Resolver<ResolversTypes['Issuance'], ParentType, ContextType>;
  recipient?: Resolver<ResolversTypes['Recipient'], ParentType, ContextType>;
};

export interface UuidScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['UUID'], any> {
  name: 'UUID';
}

export type UserResolvers<ContextType = CertificatesContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  portfolioItems?: Resolver<Maybe<ResolversTypes['PortfolioItemConnection']>, ParentType, ContextType, Partial<UserPortfolioItemsArgs>>;
};

export type Resolvers<ContextType = CertificatesContext> = {
  BulkAction?: BulkActionResolvers<ContextType>;
  CancelIssuancePayload?: CancelIssuancePayloadResolvers<ContextType>;
  Certificate?: CertificateResolvers<ContextType>;
  CertificateConnection?: CertificateConnectionResolvers<ContextType>;
  CertificateEdge?: CertificateEdgeResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  EmailAddress?: GraphQLScalarType;
  GenerateCertificate?: GenerateCertificateResolvers<ContextType>;
  Issuance?: IssuanceResolvers<ContextType>;
  IssuanceConnection?: IssuanceConnectionResolvers<ContextType>;
  IssuanceCounts?: IssuanceCountsResolvers<ContextType>;
  IssuanceEdge?: IssuanceEdgeResolvers<ContextType>;
  IssuanceEvent?: IssuanceEventResolvers<ContextType>;
  IssuanceEventConnection?: IssuanceEventConnectionResolvers<ContextType>;
  IssuanceEventEdge?: IssuanceEventEdgeResolvers<ContextType>;
  IssueCertificatePayload?: IssueCertificatePayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PortfolioItem?: PortfolioItemResolvers<ContextType>;
  PortfolioItemConnection?: PortfolioItemConnectionResolvers<ContextType>;
  PortfolioItemEdge?: PortfolioItemEdgeResolvers<ContextType>;
  PurgePayload?: PurgePayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Recipient?: RecipientResolvers<ContextType>;
  RecipientConnection?: RecipientConnectionResolvers<ContextType>;
  RecipientDecision?: RecipientDecisionResolvers<ContextType>;
  RecipientEdge?: RecipientEdgeResolvers<ContextType>;
  RecipientFailure?: RecipientFailureResolvers<ContextType>;
  ResolveRecipientPayload?: ResolveRecipientPayloadResolvers<ContextType>;
  UUID?: GraphQLScalarType;
  User?: UserResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = CertificatesContext> = {
  cacheControl?: CacheControlDirectiveResolver<any, any, ContextType>;
};

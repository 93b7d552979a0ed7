import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Person } from './directory/Person.js';
import type { PeoplePage } from './directory/Directory.js';
import type { UsersContext } from './context.js';
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
  /** An e-mail address. Compared without regard to case; spaces around it are ignored. */
  EmailAddress: { input: string; output: string; }
  /** A UUID (RFC 9562), as Pluvo uses for everything it names. */
  UUID: { input: string; output: string; }
  _FieldSet: { input: unknown; output: unknown; }
};

export type Mutation = {
  /** Creates or updates people, found by id if given, else by e-mail address. All are saved, or none. */
  readonly saveUsers: SaveUsersPayload;
  /**
   * Reads people from Pluvo into the directory and links them by e-mail address. Does as much as fits into one
   * request; while finished is false, call it again and it goes on where it stopped.
   */
  readonly syncUsers: SyncUsersPayload;
};


export type MutationSaveUsersArgs = {
  input: SaveUsersInput;
};

export type PageInfo = {
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  readonly hasNextPage: Scalars['Boolean']['output'];
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

export type Query = {
  /** The person on whose behalf the caller asks; null for a caller that is a service. */
  readonly me?: Maybe<User>;
  /** One person, by exactly one of id and email; null if the directory does not know them. */
  readonly user?: Maybe<User>;
  /** Everybody, ordered by e-mail address; search finds a part of the name or of the address. */
  readonly users: UserConnection;
};


export type QueryUserArgs = {
  email?: InputMaybe<Scalars['EmailAddress']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryUsersArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  last?: InputMaybe<Scalars['Int']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
};

export type SaveUserInput = {
  readonly email: Scalars['EmailAddress']['input'];
  /** 1 to 64 visible ASCII characters. A person that the directory does not know yet is created under it. */
  readonly id?: InputMaybe<Scalars['ID']['input']>;
  readonly isActive?: Scalars['Boolean']['input'];
  /** 1 to 500 characters. */
  readonly name: Scalars['String']['input'];
  /** Links the person; null unlinks them; left out, the link stays as it is. */
  readonly pluvoId?: InputMaybe<Scalars['UUID']['input']>;
};

export type SaveUsersInput = {
  /** 1 to 1000 people, each address and each id at most once. */
  readonly users: ReadonlyArray<SaveUserInput>;
};

export type SaveUsersPayload = {
  readonly created: Scalars['Int']['output'];
  /** People who were known already, whether anything about them changed or not. */
  readonly updated: Scalars['Int']['output'];
  /** In the order in which they were given. */
  readonly users: ReadonlyArray<User>;
};

export type SyncUsersPayload = {
  /**
   * People whose address in Pluvo belongs to somebody else here, who keeps it: an unknown person is not created, a
   * known one keeps their old address. If it lasts, saveUsers settles it; the log names the Pluvo ids.
   */
  readonly conflicts: Scalars['Int']['output'];
  /** People who were not known; they are linked from the start. */
  readonly created: Scalars['Int']['output'];
  /** False if there is more to read: call syncUsers again. */
  readonly finished: Scalars['Boolean']['output'];
  /** Of these, the ones who were not linked before. */
  readonly linked: Scalars['Int']['output'];
  /** Pages read from Pluvo by this call. */
  readonly pages: Scalars['Int']['output'];
  /** People who were known, and about whom something changed. */
  readonly updated: Scalars['Int']['output'];
};

/** A person of the organization, as its internal directory knows them. */
export type User = {
  readonly email: Scalars['EmailAddress']['output'];
  readonly id: Scalars['ID']['output'];
  /** False if the directory or Pluvo says so: such a person cannot be issued anything. */
  readonly isActive: Scalars['Boolean']['output'];
  readonly name: Scalars['String']['output'];
  /** The same person in Pluvo; null until linked by syncUsers or saveUsers. */
  readonly pluvoId?: Maybe<Scalars['UUID']['output']>;
};

export type UserConnection = {
  /** How many people match, on all pages together. */
  readonly count: Scalars['Int']['output'];
  readonly edges: ReadonlyArray<UserEdge>;
  readonly pageInfo: PageInfo;
};

export type UserEdge = {
  readonly cursor: Scalars['String']['output'];
  readonly node: User;
};



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
  User: User;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  User:
    ( { __typename: 'User' }
    & ( GraphQLRecursivePick<FederationTypes['User'], {"id":true}>
        | GraphQLRecursivePick<FederationTypes['User'], {"email":true}> ) );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  EmailAddress: ResolverTypeWrapper<Scalars['EmailAddress']['output']>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  SaveUserInput: SaveUserInput;
  SaveUsersInput: SaveUsersInput;
  SaveUsersPayload: ResolverTypeWrapper<Omit<SaveUsersPayload, 'users'> & { users: ReadonlyArray<ResolversTypes['User']> }>;
  SyncUsersPayload: ResolverTypeWrapper<SyncUsersPayload>;
  UUID: ResolverTypeWrapper<Scalars['UUID']['output']>;
  User: ResolverTypeWrapper<Person>;
  UserConnection: ResolverTypeWrapper<PeoplePage>;
  UserEdge: ResolverTypeWrapper<Omit<UserEdge, 'node'> & { node: ResolversTypes['User'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  EmailAddress: Scalars['EmailAddress']['output'];
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
  Query: Record<PropertyKey, never>;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  SaveUserInput: SaveUserInput;
  SaveUsersInput: SaveUsersInput;
  SaveUsersPayload: Omit<SaveUsersPayload, 'users'> & { users: ReadonlyArray<ResolversParentTypes['User']> };
  SyncUsersPayload: SyncUsersPayload;
  UUID: Scalars['UUID']['output'];
  User: Person;
  UserConnection: PeoplePage;
  UserEdge: Omit<UserEdge, 'node'> & { node: ResolversParentTypes['User'] };
};

export interface EmailAddressScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['EmailAddress'], any> {
  name: 'EmailAddress';
}

export type MutationResolvers<ContextType = UsersContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  saveUsers?: Resolver<ResolversTypes['SaveUsersPayload'], ParentType, ContextType, RequireFields<MutationSaveUsersArgs, 'input'>>;
  syncUsers?: Resolver<ResolversTypes['SyncUsersPayload'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = UsersContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = UsersContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  me?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType>;
  user?: Resolver<Maybe<ResolversTypes['User']>, ParentType, ContextType, Partial<QueryUserArgs>>;
  users?: Resolver<ResolversTypes['UserConnection'], ParentType, ContextType, Partial<QueryUsersArgs>>;
};

export type SaveUsersPayloadResolvers<ContextType = UsersContext, ParentType extends ResolversParentTypes['SaveUsersPayload'] = ResolversParentTypes['SaveUsersPayload']> = {
  created?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  users?: Resolver<ReadonlyArray<ResolversTypes['User']>, ParentType, ContextType>;
};

export type SyncUsersPayloadResolvers<ContextType = UsersContext, ParentType extends ResolversParentTypes['SyncUsersPayload'] = ResolversParentTypes['SyncUsersPayload']> = {
  conflicts?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  created?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  finished?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  linked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pages?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updated?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface UuidScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['UUID'], any> {
  name: 'UUID';
}

export type UserResolvers<ContextType = UsersContext, ParentType extends ResolversParentTypes['User'] = ResolversParentTypes['User'], FederationReferenceType extends FederationReferenceTypes['User'] = FederationReferenceTypes['User']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['User']> | FederationReferenceType, FederationReferenceType, ContextType>;
  email?: Resolver<ResolversTypes['EmailAddress'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  isActive?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  pluvoId?: Resolver<Maybe<ResolversTypes['UUID']>, ParentType, ContextType>;
};

export type UserConnectionResolvers<ContextType = UsersContext, ParentType extends ResolversParentTypes['UserConnection'] = ResolversParentTypes['UserConnection']> = {
  count?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  edges?: Resolver<ReadonlyArray<ResolversTypes['UserEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type UserEdgeResolvers<ContextType = UsersContext, ParentType extends ResolversParentTypes['UserEdge'] = ResolversParentTypes['UserEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['User'], ParentType, ContextType>;
};

export type Resolvers<ContextType = UsersContext> = {
  EmailAddress?: GraphQLScalarType;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SaveUsersPayload?: SaveUsersPayloadResolvers<ContextType>;
  SyncUsersPayload?: SyncUsersPayloadResolvers<ContextType>;
  UUID?: GraphQLScalarType;
  User?: UserResolvers<ContextType>;
  UserConnection?: UserConnectionResolvers<ContextType>;
  UserEdge?: UserEdgeResolvers<ContextType>;
};


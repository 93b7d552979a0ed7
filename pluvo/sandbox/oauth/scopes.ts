/** The scopes that Pluvo knows. */
export const knownScopes = [
  ...['users.read', 'users.write', 'trainings.read', 'trainings.write', 'groups.read'],
  ...['groups.write', 'events.read', 'events.write', 'extra_categories.write'],
] as const;
export type Scope = (typeof knownScopes)[number];

/** Which scope each root field needs. */
export type ScopeByField = Readonly<Record<string, Scope>>;

/** Pluvo does not document which scope certificates and portfolios need; those of trainings are our reading. */
export function scopesByField(certificates: { read: Scope; write: Scope }): ScopeByField {
  return {
    certificates: certificates.read,
    portfolioItem: certificates.read,
    portfolioItems: certificates.read,
    generateCertificate: certificates.write,
    user: 'users.read',
    paginatedUsers: 'users.read',
    updateOrCreateUser: 'users.write',
  };
}

import { z } from 'zod';
import type { Organization } from '../organization/Organization.js';
import type { Effect } from '../portfolio/Effect.js';
import { findPerson } from './changePerson.js';
import { AdminError } from './errors.js';

export const achievementSchema = z.strictObject({
  /** Id, e-mail address or ref. */
  user: z.string(),
  certificateId: z.uuid(),
  title: z.string().optional(),
  trainingId: z.uuid().optional(),
});

/** Lets Pluvo issue a certificate by itself: the person has fulfilled the conditions of a training. */
export function achieve(
  organization: Organization,
  request: z.output<typeof achievementSchema>,
): Effect {
  const { certificateId, title, trainingId } = request;
  const person = findPerson(organization, request.user);
  const certificate = organization.certificates.byId(certificateId);
  if (!certificate) throw new AdminError('SANDBOX_NOT_FOUND', 'Expected the id of a certificate.');
  const order = { certificate, title, trainingId, userIds: [person.id] };
  organization.issue({ ...order, lagMs: 0, automatic: true });
  const effect = organization.effects.find({ userId: person.id, certificateId }).at(-1);
  if (!person.isActive || !effect) {
    throw new AdminError('INVALID_ADMIN_REQUEST', 'Expected a person who is active.');
  }
  return effect;
}

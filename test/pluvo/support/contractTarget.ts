import { kinds, readSettings, setting, type Environment } from '../../../platform/config.js';
import type { PluvoClient } from '../../../pluvo/PluvoClient.js';
import { wellKnownPeople } from '../../../pluvo/sandbox/people/wellKnownPeople.js';
import { openClient } from './openClient.js';
import { pluvoConfig, startPluvo } from './startPluvo.js';

/** A person and a certificate with which issuing may be tried. */
export interface TrialIssue {
  readonly userId: string;
  readonly certificateId: string;
}

export interface RunningTarget {
  readonly client: PluvoClient;
  readonly trial: TrialIssue | undefined;
  stop(): Promise<void>;
}

/** What the contract is checked against. */
export interface ContractTarget {
  readonly name: string;
  readonly mayIssue: boolean;
  start(): Promise<RunningTarget>;
}

const contractSettings = {
  url: setting('PLUVO_CONTRACT_URL', kinds.url('https', 'http'), 'Address of the organization.'),
  clientId: setting('PLUVO_CONTRACT_CLIENT_ID', kinds.text, 'Client id.'),
  clientSecret: setting('PLUVO_CONTRACT_CLIENT_SECRET', kinds.text, 'Client secret.', {
    secret: true,
  }),
  scopes: setting('PLUVO_CONTRACT_SCOPES', kinds.text.optional(), 'Scopes to ask for.'),
  issueTo: setting('PLUVO_CONTRACT_ISSUE_TO', kinds.text.optional(), 'Pluvo id of a person.'),
  certificate: setting('PLUVO_CONTRACT_CERTIFICATE', kinds.text.optional(), 'A certificate id.'),
};

/** The organization that the environment names, else a sandbox. @throws ConfigError if it names one in part. */
export function contractTarget(environment: Environment): ContractTarget {
  if (!environment[contractSettings.url.env]) return sandboxTarget;
  const { url, clientId, clientSecret, scopes, issueTo, certificate } = readSettings(
    contractSettings,
    environment,
  );
  const trial =
    issueTo && certificate ? { userId: issueTo, certificateId: certificate } : undefined;
  const config = pluvoConfig({
    PLUVO_URL: url,
    PLUVO_CLIENT_ID: clientId,
    PLUVO_CLIENT_SECRET: clientSecret,
    PLUVO_SCOPES: scopes,
  });
  return {
    name: new URL(url).host,
    mayIssue: trial !== undefined,
    start() {
      return Promise.resolve({ ...openClient(config), trial });
    },
  };
}

const sandboxTarget: ContractTarget = {
  name: 'the sandbox',
  mayIssue: true,
  async start() {
    const pluvo = await startPluvo();
    const { sandbox, client } = pluvo;
    const grace = sandbox.organization.people.byEmail(wellKnownPeople[1].email);
    if (!grace) throw new Error('Expected Grace in every sandbox.');
    const trial = { userId: grace.id, certificateId: sandbox.firstCertificateId };
    return { client, trial, stop: () => pluvo.stop() };
  },
};

import type { IdeTab } from '../gateway/ide/serveIde.js';

/** Three operations that work as they stand: shown on the start screen and as tabs of the IDE. */
export function firstOperations(given: {
  certificateId: string;
  emails: readonly [string, string];
  requestId: string;
}): readonly IdeTab[] {
  const { certificateId, emails, requestId } = given;
  return [
    {
      title: 'A page of certificates',
      query: `query Certificates($first: Int, $after: String) {
  certificates(first: $first, after: $after) {
    count
    pageInfo { hasNextPage endCursor }
    edges { cursor node { id name title } }
  }
}`,
      variables: { first: 5 },
    },
    {
      title: 'Issue to two people',
      query: `mutation Issue($input: IssueCertificateInput!) {
  issueCertificate(input: $input) {
    replayed
    issuance {
      status
      title
      counts { total issued failed parked }
      recipients { edges { node { email status failure { code message } } } }
    }
  }
}`,
      variables: { input: { requestId, certificateId, emails } },
    },
    {
      title: 'What one person has',
      query: `query Person($email: EmailAddress!) {
  user(email: $email) {
    name
    portfolioItems(first: 10) {
      count
      edges { node { title startDate issuance { requestId } } }
    }
  }
}`,
      variables: { email: emails[1] },
    },
  ];
}

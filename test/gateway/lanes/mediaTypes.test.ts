import { expect, test } from '@jest/globals';
import { mediaTypeFor } from '../../../gateway/lanes/mediaTypes.js';

const json = 'application/json; charset=utf-8';
const graphql = 'application/graphql-response+json; charset=utf-8';

test.each([
  [undefined, json],
  ['', json],
  ['*/*', json],
  ['application/*', json],
  ['application/json', json],
  ['APPLICATION/JSON', json],
  ['application/json; charset=utf-8', json],
  ['application/json; charset=iso-8859-1', undefined],
  ['application/graphql-response+json', graphql],
  ['application/graphql-response+json, application/json', graphql],
  ['application/json, application/graphql-response+json', json],
  ['application/graphql-response+json;q=0.5, application/json;q=0.6', json],
  ['application/json;q=0.8, */*', graphql],
  ['application/json;q=0, */*;q=0.1', graphql],
  ['text/html', undefined],
  ['text/html, application/*;q=0.2', json],
  ['application/json;q=0', undefined],
  ['application/json;q=nonsense', undefined],
  [',;,', undefined],
])('a caller that accepts %j is answered in %j', (accept, contentType) => {
  expect(mediaTypeFor(accept)?.contentType).toBe(contentType);
  // What was chosen before is chosen again.
  expect(mediaTypeFor(accept)?.contentType).toBe(contentType);
});

test.each([
  ['application/json', true],
  ['application/json, */*', true],
  ['*/*', false],
  [undefined, false],
  ['application/graphql-response+json', false],
])(
  'a caller that accepts %j is of before application/graphql-response+json: %j',
  (accept, isLegacy) => {
    expect(mediaTypeFor(accept)?.isLegacy).toBe(isLegacy);
  },
);

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeIf } from '../support/serverSuites.js';
import { chromiumPath, openBrowser } from './support/openBrowser.js';
import { startShop, type Shop } from './support/startShop.js';

const tabs = [
  {
    title: 'One person',
    query: 'query OnePerson($id: ID!) { person(id: $id) { name } }',
    variables: { id: '1' },
  },
  {
    title: 'The best badge </script><script>alert(1)</script>',
    query: 'query BestBadge { topBadge }',
  },
  { title: 'Everybody', query: 'query Everybody { people { name } }' },
];
const asBrowser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };

describeIf(
  {
    available: chromiumPath !== undefined,
    what: 'Chromium (CHROMIUM_PATH, or /usr/bin/chromium from the package chromium)',
  },
  'the IDE in a browser',
  () => {
    let shop: Shop;
    let browser: Browser;
    beforeAll(async () => {
      shop = await startShop({ over: 'memory', ide: { tabs } });
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser.close();
      await shop.stop();
    });

    test('opens with its operations in tabs, and runs the first one as it stands', async () => {
      const page = await browser.newPage();
      const complaints = watch(page, shop.url);
      await page.goto(`${shop.url}/graphql`);
      for (const name of ['OnePerson', 'BestBadge', 'Everybody'])
        await page.getByRole('tab', { name }).waitFor();
      expect(await page.title()).toBe('Certificate Graph');

      await page.getByRole('button', { name: /execute query/i }).click();
      const answer = page.getByRole('region', { name: /result|response/i });
      await answer.getByText('"Ada"').waitFor();
      expect(await answer.innerText()).not.toContain('errors');
      expect(complaints).toEqual([]);
      await page.close();
    });
  },
);

/** Everything a person would see go wrong, and every request that leaves this server. */
function watch(page: Page, url: string): string[] {
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (!new RegExp(`^(${url}/|data:|blob:)`).test(request.url()))
      complaints.push(`foreign: ${request.url()}`);
  });
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400)
      complaints.push(`${String(response.status())}: ${response.url()}`);
  });
  page.on('pageerror', (error) => complaints.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  return complaints;
}

describe('the page of the IDE', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await startShop({ over: 'memory', ide: { tabs } });
  });
  afterAll(() => shop.stop());

  test('lets a browser load and call this server only', async () => {
    const response = await fetch(`${shop.url}/graphql`, asBrowser);
    const page = await response.text();
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("connect-src 'self';");
    expect(policy).not.toMatch(/https?:/);
    expect(page).not.toMatch(/https?:/);
  });

  test('carries titles as data, whatever is in them', async () => {
    const page = await (await fetch(`${shop.url}/graphql`, asBrowser)).text();
    expect(page).not.toContain('<script>alert');
    const [, json = ''] = /id="tabs">(.*)<\/script>/.exec(page) ?? [];
    expect(JSON.parse(json)).toContainEqual({
      query: '# The best badge </script><script>alert(1)</script>\nquery BestBadge { topBadge }\n',
      variables: '',
    });
  });

  test('has its files at the server, packed and remembered by browsers', async () => {
    const first = await fetch(`${shop.url}/graphql/ide/graphiql.js`);
    expect([first.status, first.headers.get('content-encoding')]).toEqual([200, 'gzip']);
    const plain = await fetch(`${shop.url}/graphql/ide/graphiql.js`, {
      headers: { 'accept-encoding': 'identity' },
    });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(await first.text());
    const again = await fetch(`${shop.url}/graphql/ide/graphiql.js`, {
      headers: { 'if-none-match': first.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect((await fetch(`${shop.url}/graphql/ide/other.js`)).status).toBe(404);
  });
});

test('without the IDE a browser gets a GraphQL answer', async () => {
  const shop = await startShop({ over: 'memory' });
  try {
    const response = await fetch(`${shop.url}/graphql`, asBrowser);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      400,
      'application/json; charset=utf-8',
    ]);
    expect((await fetch(`${shop.url}/graphql/ide/start.js`)).status).toBe(404);
  } finally {
    await shop.stop();
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openSandboxForEach } from '../open-sandbox.js';
import { consent, REDIRECT_URI, visit } from './oauth-api.js';

describe("the page that asks for a user's consent", () => {
  const open = openSandboxForEach();

  it('T1.9 shows a form that works without script, and sends nobody away', async () => {
    const page = await visit(open, { response_type: 'code', state: '"><script>' });

    assert.equal(page.status, 200);
    assert.equal(page.headers.get('content-type'), 'text/html; charset=utf-8');
    assert.match(page.text, /<form method="post" action="\/oauth\/authorize">/);
    assert.match(page.text, /<option value="201">Sandy Box<\/option>/);
    assert.ok(!page.text.includes('<script>'));
  });

  it('T1.9 sends the user back with a code and the state', async () => {
    const back = await consent(open, { state: 'a b&c' });

    assert.equal(`${back.origin}${back.pathname}`, REDIRECT_URI);
    assert.match(back.searchParams.get('code') ?? '', /^[0-9a-f]{64}$/);
    assert.equal(back.searchParams.get('state'), 'a b&c');
  });

  it('sends the user back without a code who declines', async () => {
    const back = await consent(open, { decision: 'deny' });

    assert.deepEqual([back.searchParams.get('error'), back.searchParams.has('code')], ['access_denied', false]);
  });

  it('sends back who asks for anything else than a code', async () => {
    const answer = await visit(open, { response_type: 'token' });

    assert.equal(answer.status, 302);
    assert.match(answer.headers.get('location') ?? '', /error=unsupported_response_type/);
  });

  const strangers: readonly Record<string, string>[] = [
    { client_id: 'nobody' },
    { redirect_uri: 'http://evil.example/' },
    { redirect_uri: `${REDIRECT_URI}/deeper` },
  ];
  for (const query of strangers) {
    it(`sends nobody to an unknown place: ${JSON.stringify(query)}`, async () => {
      const answer = await visit(open, { response_type: 'code', ...query });

      assert.deepEqual([answer.status, answer.headers.get('location')], [401, null]);
      assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8');
    });
  }
});

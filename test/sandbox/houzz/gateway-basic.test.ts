import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DEMO_HOUZZ_CREDENTIALS } from '../../../src/sandbox/sandbox.js';
import { openSandboxForEach } from '../open-sandbox.js';
import { answerOf, HEADERS } from './houzz-api.js';

describe("a gateway before Houzz's address", () => {
  const open = openSandboxForEach({
    houzz: { ...DEMO_HOUZZ_CREDENTIALS, basicAuth: { user: 'staging', password: 'pass:wörd' } },
  });
  const ask = (headers: Readonly<Record<string, string>>) =>
    fetch(`${open.sandbox.houzzUrl}/api?format=json&method=getOrders`, { headers });
  const basic = (text: string) => `Basic ${Buffer.from(text, 'utf8').toString('base64')}`;

  for (const [what, authorization] of [
    ['nothing', ''],
    ['another password', basic('staging:other')],
    ['another scheme', 'Bearer staging'],
    ['no base64', 'Basic ***'],
  ] as const) {
    it(`asks for Basic authentication with a page of HTML when it is given ${what}`, async () => {
      const answer = await ask({ ...HEADERS, ...(authorization === '' ? {} : { authorization }) });

      assert.equal(answer.status, 401);
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Basic realm="/);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
      assert.match(await answer.text(), /^<html>/);
    });
  }

  it('lets through who gives user and password, also with a colon and a letter beyond ASCII in it', async () => {
    const answer = await answerOf(await ask({ ...HEADERS, authorization: basic('staging:pass:wörd') }));

    assert.deepEqual([answer.status, answer.json['Ack']], [200, 'Success']);
  });

  it("leaves Houzz's own three headers to Houzz", async () => {
    const answer = await answerOf(await ask({ authorization: basic('staging:pass:wörd') }));

    assert.equal(answer.json['Ack'], 'Error');
  });

  it('does not stand before the control API, and the ledger notes who was not let in', async () => {
    await ask(HEADERS);

    const entries = await open.control.ledger();
    assert.deepEqual(
      entries.map((entry) => (entry.kind === 'call' ? [entry.operation, entry.status] : [])),
      [['GET getOrders', 401]],
    );
  });
});

import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { describe, it } from 'mocha';
import { FAULT_KIND_NAMES } from '../../../src/sandbox/faults/kinds.js';
import type { Fault, FaultKind, FaultShape } from '../../../src/sandbox/faults/faults.js';
import { HEADERS } from '../houzz/houzz-api.js';
import { openSandboxForEach, type OpenSandbox } from '../open-sandbox.js';
import { callRaw, headAndBody, rawRequest, type RawAnswer } from '../raw-socket.js';

/** Writes a quantity of 7. */
const WRITE = rawRequest(
  '/api?format=json&method=updateInventory',
  HEADERS,
  '<UpdateInventoryRequest><SKU>LAMP-1</SKU><Action>update</Action><Quantity>7</Quantity></UpdateInventoryRequest>',
);

const hasWholeJson = (text: string): boolean => /\r\n\r\n\{.*"Success".*\}$/s.test(text);
const hasSomeEnd = (text: string): boolean => /\r\n\r\n.*[>}]$/s.test(text);

/** One kind of fault as it shows in the answer, in bytes. */
interface Case {
  readonly shape: FaultShape;
  readonly claim: string;
  /** Where the connection stays open. */
  readonly isEnough?: (text: string) => boolean;
  readonly check: (answer: RawAnswer) => void;
}

function checkHead(pattern: RegExp, end: RawAnswer['end'] = 'still open') {
  return (answer: RawAnswer): void => {
    assert.match(headAndBody(answer).head, pattern);
    assert.equal(answer.end, end);
  };
}

function lengthIn(head: string): number {
  return Number(/content-length: (\d+)/i.exec(head)?.[1]);
}

const CASES: Readonly<Record<FaultKind, Case>> = {
  cut: {
    shape: { kind: 'cut' },
    claim: 'ends the connection after the head',
    check(answer) {
      const { head, body } = headAndBody(answer);
      assert.match(head, /^HTTP\/1\.1 200 OK/);
      assert.ok(lengthIn(head) > 0);
      assert.deepEqual([body.length, answer.end], [0, 'closed']);
    },
  },
  reset: {
    shape: { kind: 'reset' },
    claim: 'resets the connection amid the body',
    // The reader's library calls a reset behind other bytes an end, so the missing half has to do as a sign.
    check(answer) {
      const { head, body } = headAndBody(answer);
      assert.ok(body.length < lengthIn(head));
    },
  },
  down: {
    shape: { kind: 'down', downMs: 60_000 },
    claim: 'resets the connection',
    check: ({ text, end }) => {
      assert.deepEqual([text, end], ['', 'reset']);
    },
  },
  'cut-head': {
    shape: { kind: 'cut-head' },
    claim: 'ends the connection amid the head',
    check({ text, end }) {
      assert.match(text, /^HTTP\/1\.1 200 OK\r\n/);
      assert.doesNotMatch(text, /\r\n\r\n/);
      assert.equal(end, 'closed');
    },
  },
  half: {
    shape: { kind: 'half' },
    claim: 'brings half of the announced body',
    check(answer) {
      const { head, body } = headAndBody(answer);
      assert.deepEqual([body.length, answer.end], [Math.floor(lengthIn(head) / 2), 'closed']);
    },
  },
  'chunk-cut': {
    shape: { kind: 'chunk-cut' },
    claim: 'ends the connection before the last chunk',
    check(answer) {
      const { head, body } = headAndBody(answer);
      assert.match(head, /transfer-encoding: chunked/i);
      assert.match(body.toString(), /^[0-9a-f]+\r\n\{/);
      assert.doesNotMatch(body.toString(), /0\r\n\r\n$/);
      assert.equal(answer.end, 'closed');
    },
  },
  'chunk-garbled': {
    shape: { kind: 'chunk-garbled' },
    claim: 'gives a chunk a size that is no number',
    check(answer) {
      assert.match(headAndBody(answer).body.toString(), /^zz\r\n\{/);
    },
  },
  length: {
    shape: { kind: 'length', by: 5 },
    claim: 'announces more than it brings, and waits',
    isEnough: hasWholeJson,
    check(answer) {
      const { head, body } = headAndBody(answer);
      assert.deepEqual([lengthIn(head), answer.end], [body.length + 5, 'still open']);
    },
  },
  'double-length': {
    shape: { kind: 'double-length' },
    claim: 'announces two lengths',
    check(answer) {
      assert.equal(headAndBody(answer).head.match(/content-length/gi)?.length, 2);
    },
  },
  'bad-start': {
    shape: { kind: 'bad-start' },
    claim: 'begins with a line that is not HTTP',
    check({ text }) {
      assert.doesNotMatch(text, /HTTP/);
      assert.match(text, /^HELLO/);
    },
  },
  'invalid-header': {
    shape: { kind: 'invalid-header' },
    claim: 'has a header line with a control character',
    check(answer) {
      assert.ok(headAndBody(answer).head.includes('x-odd\u0001header'));
    },
  },
  'huge-header': {
    shape: { kind: 'huge-header', bytes: 100_000 },
    claim: 'has a header of the size that was told',
    isEnough: hasWholeJson,
    check: checkHead(/x-huge: h{100000}/),
  },
  http10: {
    shape: { kind: 'http10' },
    claim: 'is told in HTTP/1.0 and ends with the connection',
    check(answer) {
      const { head, body } = headAndBody(answer);
      assert.match(head, /^HTTP\/1\.0 200 OK/);
      assert.doesNotMatch(head, /content-length|chunked/i);
      assert.match(body.toString(), /^\{.*\}$/s);
      assert.equal(answer.end, 'closed');
    },
  },
  interim: {
    shape: { kind: 'interim', count: 3 },
    claim: 'comes after interim answers',
    isEnough: hasWholeJson,
    check({ text }) {
      assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 102', 'HTTP/1.1 103', 'HTTP/1.1 102', 'HTTP/1.1 200']);
    },
  },
  twice: {
    shape: { kind: 'twice' },
    claim: 'comes twice over the open connection',
    isEnough: (text) => text.match(/"Success"/g)?.length === 2 && text.endsWith('}'),
    check({ text }) {
      assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 200']);
    },
  },
  'close-after': {
    shape: { kind: 'close-after' },
    claim: 'is whole, and the connection ends unannounced',
    check(answer) {
      const { head, body } = headAndBody(answer);
      assert.doesNotMatch(head, /connection: close/i);
      assert.deepEqual([body.length, answer.end], [lengthIn(head), 'closed']);
    },
  },
  status: {
    shape: { kind: 'status', status: 429, headers: { 'retry-after': '7' } },
    claim: 'has another status and a header more',
    isEnough: hasWholeJson,
    check: checkHead(/^HTTP\/1\.1 429 .*retry-after: 7/is),
  },
  redirect: {
    shape: { kind: 'redirect', location: 'http://elsewhere.invalid/', status: 301 },
    claim: 'leads elsewhere',
    isEnough: (text) => text.endsWith('\r\n\r\n'),
    check: checkHead(/^HTTP\/1\.1 301 .*location: http:\/\/elsewhere\.invalid\//is),
  },
  'no-content': {
    shape: { kind: 'no-content' },
    claim: 'is a 204 with a body behind it',
    isEnough: hasSomeEnd,
    check: checkHead(/^HTTP\/1\.1 204 /),
  },
  empty: {
    shape: { kind: 'empty' },
    claim: 'has no byte of a body',
    isEnough: (text) => text.endsWith('\r\n\r\n'),
    check: checkHead(/^HTTP\/1\.1 200 OK.*json.*content-length: 0/is),
  },
  garbage: {
    shape: { kind: 'garbage' },
    claim: 'is an HTML page in a 200',
    isEnough: hasSomeEnd,
    check: checkHead(/^HTTP\/1\.1 200 OK.*text\/html/is),
  },
  'error-page': {
    shape: { kind: 'error-page' },
    claim: 'is an HTML page in a 502',
    isEnough: hasSomeEnd,
    check: checkHead(/^HTTP\/1\.1 502 .*text\/html/is),
  },
  noise: {
    shape: { kind: 'noise' },
    claim: 'brings random bytes under the right head',
    isEnough: (text) => text.split('\r\n\r\n').slice(1).join('\r\n\r\n').length === 512,
    check: checkHead(/^HTTP\/1\.1 200 OK.*json.*content-length: 512/is),
  },
  type: {
    shape: { kind: 'type', contentType: 'text/html; charset=utf-8' },
    claim: 'is right but for its type',
    isEnough: hasWholeJson,
    check: checkHead(/^HTTP\/1\.1 200 OK.*content-type: text\/html/is),
  },
  charset: {
    shape: { kind: 'charset', encoding: 'utf-16le' },
    claim: 'is written in UTF-16 and claims to be UTF-8',
    isEnough: (text) => text.endsWith('}\0'),
    check(answer) {
      const { head, body } = headAndBody(answer);
      assert.match(head, /content-type: [^\r]*charset=utf-8/i);
      assert.match(body.toString('utf16le'), /^\{.*\}$/s);
    },
  },
  gzip: {
    shape: { kind: 'gzip' },
    claim: 'is gzip though nobody asked',
    isEnough: isWhole,
    check(answer) {
      assert.match(gunzipSync(headAndBody(answer).body).toString(), /"Success"/);
    },
  },
  'gzip-broken': {
    shape: { kind: 'gzip-broken' },
    claim: 'is gzip that breaks off',
    isEnough: isWhole,
    check(answer) {
      assert.throws(() => gunzipSync(headAndBody(answer).body));
    },
  },
  'gzip-label': {
    shape: { kind: 'gzip-label' },
    claim: 'claims to be gzip and is none',
    isEnough: hasWholeJson,
    check: checkHead(/content-encoding: gzip/i),
  },
  'gzip-bomb': {
    shape: { kind: 'gzip-bomb', bytes: 4_000_000 },
    claim: 'is small and becomes large',
    isEnough: isWhole,
    check(answer) {
      const { body } = headAndBody(answer);
      assert.ok(body.length < 10_000);
      assert.equal(gunzipSync(body).length, 4_000_000);
    },
  },
  slow: {
    shape: { kind: 'slow', delayMs: 5 },
    claim: 'is right when it comes',
    isEnough: hasWholeJson,
    check: checkHead(/^HTTP\/1\.1 200 OK/),
  },
  'drip-head': {
    shape: { kind: 'drip-head', delayMs: 5 },
    claim: 'brings its head in pieces',
    check(answer) {
      assert.ok(answer.pieces > 4);
      assert.match(headAndBody(answer).body.toString(), /^\{.*\}$/s);
    },
  },
  drip: {
    shape: { kind: 'drip', delayMs: 5 },
    claim: 'brings its body in pieces',
    isEnough: hasWholeJson,
    check(answer) {
      assert.ok(answer.pieces > 4);
      assert.match(headAndBody(answer).body.toString(), /^\{.*\}$/s);
    },
  },
  endless: {
    shape: { kind: 'endless', bytes: 2_000_000 },
    claim: 'brings blanks as long as it was told',
    isEnough: (text) => text.endsWith('0\r\n\r\n'),
    check(answer) {
      assert.ok(answer.bytes.length > 2_000_000);
      assert.match(headAndBody(answer).head, /transfer-encoding: chunked/i);
    },
  },
};

/** Whether as much of a body came as the head announces. */
function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  return end !== -1 && text.length - end - 4 === lengthIn(text.slice(0, end));
}

/** Writes 7 over 4 under a fault, over a connection of its own. */
async function writeUnder(open: OpenSandbox, fault: Fault, isEnough?: (text: string) => boolean) {
  await open.control.houzz.putListing('LAMP-1', { quantity: 4 });
  await open.control.addFaults(fault);
  const answer = await callRaw(open.sandbox.houzzUrl, WRITE, isEnough);
  // The other port tells, as the struck one may be down.
  const other = await fetch(`${open.sandbox.tradegeckoUrl}/_sandbox/faults`, { method: 'DELETE' });
  assert.equal(other.status, 200);
  const [listing] = await open.control.houzz.listings();
  const calls = (await open.control.ledger()).filter((entry) => entry.kind === 'call');
  return { answer, quantity: listing?.quantity, call: calls.at(-1) };
}

/** The status that the client could read, as the ledger should have it. */
function statusSeen({ text }: RawAnswer): number | null {
  const last = text.match(/HTTP\/1\.[01] (\d+)/g)?.at(-1);
  return last === undefined ? null : Number(last.slice(-3));
}

describe('a fault in the answer, byte for byte', () => {
  const open = openSandboxForEach();

  for (const kind of FAULT_KIND_NAMES) {
    const { shape, claim, isEnough, check } = CASES[kind];
    it(`${kind}: ${claim}, though the effect happened`, async () => {
      const fault: Fault = { service: 'houzz', place: 'answer', ...shape };

      const { answer, quantity, call } = await writeUnder(open, fault, isEnough);

      check(answer);
      assert.deepEqual([quantity, call?.fault], [7, `answer ${kind}`]);
      const hasStatus = !['reset', 'down', 'cut-head'].includes(kind);
      if (hasStatus) assert.equal(call?.status, statusSeen(answer));
    });
  }

  it('leaves bytes on the connection when it announces too few', async () => {
    const fault: Fault = { service: 'houzz', place: 'answer', kind: 'length', by: -5 };

    const { answer } = await writeUnder(open, fault, hasWholeJson);

    const { head, body } = headAndBody(answer);
    assert.equal(lengthIn(head), body.length - 5);
  });

  it('writes Latin-1 under the label that was told', async () => {
    const fault = { service: 'houzz', place: 'answer', kind: 'charset', encoding: 'latin1', label: 'x-odd' } as const;

    const { answer } = await writeUnder(open, fault, hasWholeJson);

    assert.match(headAndBody(answer).head, /charset=x-odd/);
  });
});

describe('a fault of each kind before the effect and after it', () => {
  const open = openSandboxForEach();

  for (const kind of FAULT_KIND_NAMES) {
    it(`${kind}: strikes before without the effect, and after with it`, async () => {
      const { shape } = CASES[kind];
      const quantities: unknown[] = [];

      for (const place of ['before', 'after'] as const) {
        const fault: Fault = { service: 'houzz', place, ...shape };
        const { answer, quantity, call } = await writeUnder(open, fault, (text) => text.length > 0);
        assert.equal(call?.fault, `${place} ${kind}`);
        if (kind === 'reset') assert.deepEqual([answer.text, answer.end], ['', 'reset']);
        quantities.push(quantity);
      }

      // A slow one before the effect delays it and does not prevent it.
      assert.deepEqual(quantities, kind === 'slow' ? [7, 7] : [4, 7]);
    });
  }
});

describe('a service that goes down', () => {
  const open = openSandboxForEach();

  it('refuses connections until faults are cleared, and cuts those that were open', async () => {
    const idle = callRaw(open.sandbox.houzzUrl, '');
    await open.control.addFaults({ service: 'houzz', place: 'before', kind: 'down', downMs: 60_000 });
    await callRaw(open.sandbox.houzzUrl, WRITE);

    const refused = await callRaw(open.sandbox.houzzUrl, WRITE);
    const cut = await idle;
    await fetch(`${open.sandbox.tradegeckoUrl}/_sandbox/faults`, { method: 'DELETE' });

    assert.equal(refused.end, 'refused');
    assert.notEqual(cut.end, 'still open');
    assert.deepEqual((await open.control.faults()).length, 0);
  });

  it('comes back by itself', async () => {
    await open.control.addFaults({ service: 'houzz', place: 'before', kind: 'down', downMs: 1 });
    await callRaw(open.sandbox.houzzUrl, WRITE);

    const giveUpAt = Date.now() + 10_000;
    let answer = await callRaw(open.sandbox.houzzUrl, WRITE, hasSomeEnd);
    while (answer.end === 'refused' && Date.now() < giveUpAt) {
      answer = await callRaw(open.sandbox.houzzUrl, WRITE, hasSomeEnd);
    }

    assert.match(answer.text, /^HTTP\/1\.1 200/);
  });

  it('can be closed while it is down', async () => {
    await open.control.addFaults({ service: 'houzz', place: 'after', kind: 'down', downMs: 60_000 });
    await callRaw(open.sandbox.houzzUrl, WRITE);

    await open.sandbox.close();

    assert.equal((await callRaw(open.sandbox.houzzUrl, WRITE)).end, 'refused');
  });
});

describe('an answer without end', () => {
  const open = openSandboxForEach();

  it('ends when the client goes', async () => {
    await open.control.addFaults({ service: 'houzz', place: 'answer', kind: 'endless' });

    const answer = await callRaw(open.sandbox.houzzUrl, WRITE, (text) => text.length > 500_000);

    assert.equal(answer.end, 'still open');
    assert.equal((await open.control.houzz.listings()).length, 0);
  });

  it('ends when the sandbox closes', async () => {
    await open.control.addFaults({ service: 'houzz', place: 'answer', kind: 'endless' });
    const response = await fetch(`${open.sandbox.houzzUrl}/api`);

    await open.sandbox.close();

    await assert.rejects(response.arrayBuffer());
  });
});

describe('a storm', () => {
  const open = openSandboxForEach();

  /** The strokes of several reads in a row, as the ledger names them. */
  async function strokesOf(seed: number): Promise<readonly (string | undefined)[]> {
    await open.control.clearFaults();
    await open.control.addFaults({ service: 'houzz', place: 'any', seed, probability: 0.5, times: 1_000 });
    const before = (await open.control.ledger()).length;
    const read = rawRequest('/api?method=getOrders', { ...HEADERS, connection: 'close' });
    for (let call = 0; call < 60; call += 1) {
      const answer = callRaw(open.sandbox.houzzUrl, read, (text) => text.length > 0);
      // Where silence struck there is nothing to wait for.
      await Promise.race([answer.catch(() => undefined), entryAfter(before + call)]);
    }
    await open.control.clearFaults();
    return (await open.control.ledger(before)).flatMap((entry) => (entry.kind === 'call' ? [entry.fault] : []));
  }

  async function entryAfter(seq: number): Promise<void> {
    const giveUpAt = Date.now() + 10_000;
    while ((await open.control.ledger(seq)).length === 0) {
      if (Date.now() > giveUpAt) throw new Error('Waited too long.');
    }
  }

  it('draws places and kinds by seed, the same ones for the same calls', async () => {
    const first = await strokesOf(3);
    const second = await strokesOf(3);
    const third = await strokesOf(4);

    assert.deepEqual(first, second);
    assert.notDeepEqual(first, third);
    const places = new Set(first.map((stroke) => stroke?.split(' ')[0]));
    assert.deepEqual([...places].sort(), ['after', 'answer', 'before', 'silence', undefined]);
  });
});

describe('the control API on faults', () => {
  const open = openSandboxForEach();

  for (const [fault, complaint] of [
    [{ place: 'answer', kind: 'explode' }, /kind must be one of cut, reset, down/],
    [{ place: 'answer', kind: 'cut', delayMs: 5 }, /This fault has no delayMs; it takes name, service/],
    [{ place: 'any', kind: 'cut' }, /This fault has no kind/],
    [{ place: 'answer', kind: 'redirect' }, /location must be a text/],
    [
      { place: 'answer', kind: 'redirect', location: 'x', status: 200 },
      /status must be an HTTP status from 300 to 399/,
    ],
    [{ place: 'answer', kind: 'length', by: 0 }, /by must be a whole number other than 0/],
    [{ place: 'answer', kind: 'slow', delayMs: 600_001 }, /delayMs must be at most 600000/],
    [{ place: 'answer', kind: 'huge-header', bytes: 2 ** 29 }, /bytes must be at most 268435456/],
    [{ place: 'answer', kind: 'charset', encoding: 'ebcdic' }, /encoding must be one of utf-16le, latin1/],
  ] as const) {
    it(`refuses ${JSON.stringify(fault)}`, async () => {
      const body = JSON.stringify({ faults: [{ service: 'houzz', ...fault }] });

      const answer = await fetch(`${open.sandbox.houzzUrl}/_sandbox/faults`, { method: 'POST', body });

      assert.equal(answer.status, 400);
      assert.match(await answer.text(), complaint);
    });
  }
});

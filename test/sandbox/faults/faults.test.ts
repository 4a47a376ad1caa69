import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Fault, FaultStroke } from '../../../src/sandbox/faults/faults.js';
import type { LedgerCall } from '../../../src/sandbox/ledger.js';
import { answerOf, HEADERS, read, updateInventory, type Answer } from '../houzz/houzz-api.js';
import { openSandboxForEach, type OpenSandbox } from '../open-sandbox.js';

const UPDATE = { SKU: 'LAMP-1', Action: 'update', Quantity: '7' };

/** Writes a quantity of 7 over 4 and tells what the client saw and what the listing shows. */
async function writeUnder(open: OpenSandbox, fault: FaultStroke & Partial<Fault>) {
  await open.control.houzz.putListing('LAMP-1', { quantity: 4 });
  await open.control.addFaults({ service: 'houzz', ...fault });
  const seen = await attempt(() => updateInventory(open.sandbox.houzzUrl, UPDATE));
  const [listing] = await open.control.houzz.listings();
  return { seen, quantity: listing?.quantity, calls: await callsOf(open) };
}

/** The answer, or undefined where the connection broke. */
async function attempt(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call();
  } catch {
    return undefined;
  }
}

async function callsOf(open: OpenSandbox): Promise<LedgerCall[]> {
  return (await open.control.ledger()).filter((entry) => entry.kind === 'call');
}

describe('a fault before the effect', () => {
  const open = openSandboxForEach();

  it('cuts the connection and changes nothing', async () => {
    const { seen, quantity, calls } = await writeUnder(open, { place: 'before', kind: 'cut' });

    assert.deepEqual([seen, quantity], [undefined, 4]);
    assert.deepEqual(
      calls.map(({ operation, status, fault }) => ({ operation, status, fault })),
      [{ operation: 'POST updateInventory', status: null, fault: 'before cut' }],
    );
  });

  it('answers a status and a body of its own and changes nothing', async () => {
    const { seen, quantity, calls } = await writeUnder(open, {
      name: 'out of order',
      place: 'before',
      kind: 'status',
      status: 503,
      body: 'later',
    });

    assert.deepEqual([seen?.status, seen?.text, quantity], [503, 'later', 4]);
    assert.deepEqual([calls[0]?.status, calls[0]?.fault], [503, 'out of order']);
  });

  it('answers nonsense in a 200 and changes nothing', async () => {
    const { seen, quantity } = await writeUnder(open, { place: 'before', kind: 'garbage' });

    assert.equal(seen?.status, 200);
    assert.match(seen.text, /<!DOCTYPE html>/);
    assert.equal(quantity, 4);
  });

  it('delays the effect with the answer', async () => {
    const startedAt = performance.now();
    const { seen, quantity } = await writeUnder(open, { place: 'before', kind: 'slow', delayMs: 80 });

    assert.deepEqual([seen?.json['Ack'], quantity], ['Success', 7]);
    assert.ok(performance.now() - startedAt >= 79);
  });
});

describe('a fault after the effect', () => {
  const open = openSandboxForEach();

  it('cuts the connection though the effect happened', async () => {
    const { seen, quantity } = await writeUnder(open, { place: 'after', kind: 'cut' });

    assert.deepEqual([seen, quantity], [undefined, 7]);
  });

  it('answers a status though the effect happened', async () => {
    const { seen, quantity } = await writeUnder(open, { place: 'after', kind: 'status', status: 502 });

    assert.deepEqual([seen?.status, quantity], [502, 7]);
  });

  it('lets the effect stand at once and delays the answer', async () => {
    await open.control.houzz.putListing('LAMP-1', { quantity: 4 });
    await open.control.addFaults({ service: 'houzz', place: 'after', kind: 'slow', delayMs: 60_000 });
    const abandoned = new AbortController();
    const writing = attempt(() => abortable(open, abandoned.signal));

    await pollUntil(async () => (await open.control.houzz.listings())[0]?.quantity === 7);

    abandoned.abort();
    assert.equal(await writing, undefined);
  });
});

describe('a fault in the answer', () => {
  const open = openSandboxForEach();

  it('cuts after half of the body though the effect happened', async () => {
    const { seen, quantity, calls } = await writeUnder(open, { place: 'answer', kind: 'half' });

    assert.deepEqual([seen, quantity, calls[0]?.status], [undefined, 7, 200]);
  });

  it('lets the client read the first half before the cut', async () => {
    await open.control.addFaults({ service: 'houzz', place: 'answer', kind: 'half' });

    const response = await fetch(`${open.sandbox.houzzUrl}/api`);
    const chunks: string[] = [];
    await assert.rejects(async () => {
      assert.ok(response.body !== null);
      for await (const chunk of response.body) chunks.push(Buffer.from(chunk).toString('utf8'));
    });

    assert.match(chunks.join(''), /^<\?xml/);
    assert.doesNotMatch(chunks.join(''), /Response>$/);
  });

  it('cuts after the head though the effect happened', async () => {
    const { seen, quantity } = await writeUnder(open, { place: 'answer', kind: 'cut' });

    assert.deepEqual([seen, quantity], [undefined, 7]);
  });

  it('keeps the body under another status', async () => {
    const { seen, quantity } = await writeUnder(open, { place: 'answer', kind: 'status', status: 500 });

    assert.deepEqual([seen?.status, seen?.json['Ack'], quantity], [500, 'Success', 7]);
  });
});

describe('silence', () => {
  const open = openSandboxForEach();

  for (const [applied, quantity] of [
    [false, 4],
    [true, 7],
  ] as const) {
    it(`lasts until the client gives up, with the effect ${applied ? 'made' : 'not made'}`, async () => {
      await open.control.houzz.putListing('LAMP-1', { quantity: 4 });
      await open.control.addFaults({ service: 'houzz', place: 'silence', applied });
      const abandoned = new AbortController();
      const writing = attempt(() => abortable(open, abandoned.signal));
      await pollUntil(async () => (await callsOf(open)).length === 1);

      abandoned.abort();

      assert.equal(await writing, undefined);
      assert.equal((await open.control.houzz.listings())[0]?.quantity, quantity);
      assert.deepEqual([(await callsOf(open))[0]?.status, (await callsOf(open))[0]?.fault], [null, 'silence']);
    });
  }

  it('ends when the sandbox closes', async () => {
    await open.control.addFaults({ service: 'houzz', place: 'silence' });
    const reading = attempt(() => read(open.sandbox.houzzUrl, 'getOrders'));
    await pollUntil(async () => (await callsOf(open)).length === 1);

    await open.sandbox.close();

    assert.equal(await reading, undefined);
  });
});

describe('which calls a fault strikes', () => {
  const open = openSandboxForEach();

  /** Statuses of several reads in a row; 503 where the fault struck. */
  async function statusesOf(count: number): Promise<number[]> {
    const statuses: number[] = [];
    for (let call = 0; call < count; call += 1) statuses.push((await read(open.sandbox.houzzUrl, 'getOrders')).status);
    return statuses;
  }

  const struck = { service: 'houzz', place: 'before', kind: 'status', status: 503 } as const;

  it('strikes one call unless told', async () => {
    await open.control.addFaults(struck);

    assert.deepEqual(await statusesOf(3), [503, 200, 200]);
  });

  it('lets the first ones pass and strikes several', async () => {
    await open.control.addFaults({ ...struck, skip: 1, times: 2 });

    assert.deepEqual(await statusesOf(5), [200, 503, 503, 200, 200]);
    assert.deepEqual(
      (await open.control.faults()).map(({ seen, struck: times }) => [seen, times]),
      [[3, 2]],
    );
  });

  it('strikes one side only', async () => {
    await open.control.addFaults({ ...struck, service: 'tradegecko' });

    const statuses = await statusesOf(1);
    const other = await fetch(open.sandbox.tradegeckoUrl);

    assert.deepEqual([statuses, other.status], [[200], 503]);
  });

  it('strikes by the operation in whole or in its first words', async () => {
    await open.control.addFaults(
      { ...struck, operation: 'POST update', times: 9 },
      { ...struck, operation: 'GET getOrders' },
    );

    const write = await updateInventory(open.sandbox.houzzUrl, UPDATE);
    const orders = await read(open.sandbox.houzzUrl, 'getOrders');
    const listings = await read(open.sandbox.houzzUrl, 'getListings');

    assert.deepEqual([write.status, orders.status, listings.status], [503, 503, 200]);
  });

  it('strikes the same calls again for the same seed', async () => {
    const runs: number[][] = [];
    for (const seed of [7, 7, 8]) {
      await open.control.clearFaults();
      await open.control.addFaults({ ...struck, probability: 0.5, seed, times: 100 });
      runs.push(await statusesOf(24));
    }

    const [first, second, third] = runs;
    assert.deepEqual(first, second);
    assert.notDeepEqual(first, third);
    assert.ok(first?.includes(200) === true && first.includes(503));
  });

  it('strikes nothing once the faults are cleared', async () => {
    await open.control.addFaults(struck);

    await open.control.clearFaults();

    assert.deepEqual(await statusesOf(1), [200]);
  });
});

async function abortable(open: OpenSandbox, signal: AbortSignal): Promise<Answer> {
  const body =
    '<UpdateInventoryRequest><SKU>LAMP-1</SKU><Action>update</Action><Quantity>7</Quantity></UpdateInventoryRequest>';
  const url = `${open.sandbox.houzzUrl}/api?format=json&method=updateInventory`;
  return answerOf(await fetch(url, { method: 'POST', headers: HEADERS, body, signal }));
}

async function pollUntil(isTrue: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (!(await isTrue())) {
    if (Date.now() > giveUpAt) throw new Error('Waited too long.');
  }
}

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'mocha';
import { createSandboxControl, type SandboxControl } from '../../src/sandbox/control/client.js';
import { DEMO_TRADEGECKO_TOKEN } from '../../src/sandbox/sandbox.js';
import { openState } from '../../src/sandbox/state.js';
import { MARKETPLACE_COMPANY_ID } from '../../src/sandbox/tradegecko/service.js';
import { openFolderForEach, PLAIN_OPTIONS, withSandbox } from './open-sandbox.js';

type Lamp = { readonly name: string };

describe('the state of the sandbox', () => {
  const folder = openFolderForEach();
  const journal = (): string => join(folder.path, 'sandbox.jsonl');

  it('holds after a restart what was committed, in the order of first writing', () => {
    const before = openState(folder.path);
    const lamps = before.table<Lamp>('lamps');
    lamps.put('a', { name: 'first' });
    lamps.put('b', { name: 'second' });
    lamps.put('c', { name: 'third' });
    lamps.put('a', { name: 'first, edited' });
    lamps.delete('b');
    before.nextNumber('orders');
    before.close();

    const after = openState(folder.path);

    assert.deepEqual([...after.table<Lamp>('lamps').values()], [{ name: 'first, edited' }, { name: 'third' }]);
    assert.equal(after.nextNumber('orders'), 2);
    assert.deepEqual(after.sizes(), { numbers: 1, lamps: 2 });
    after.close();
  });

  it('forgets a change that was never committed', () => {
    const before = openState(folder.path);
    before.table<Lamp>('lamps').put('a', { name: 'first' });

    const after = openState(folder.path);

    assert.equal(after.table('lamps').size, 0);
    after.close();
    before.close();
  });

  it('survives a torn last line and undoes that request whole', () => {
    const before = openState(folder.path);
    before.table<Lamp>('lamps').put('a', { name: 'first' });
    before.close();
    appendFileSync(journal(), '[["lamps","b",{"name":"second"}],["lamps","c",{"na');

    const after = openState(folder.path);
    after.table<Lamp>('lamps').put('d', { name: 'fourth' });
    after.close();

    const again = openState(folder.path);
    assert.deepEqual([...again.table<Lamp>('lamps').values()], [{ name: 'first' }, { name: 'fourth' }]);
    again.close();
  });

  it('refuses a file that is damaged anywhere else, and says where', () => {
    writeFileSync(journal(), '[["lamps","a",{"name":"first"}]]\n[["lamps","b"\n[["lamps","c",{"name":"third"}]]\n');

    assert.throws(() => openState(folder.path), /Line 2 of .*sandbox\.jsonl cannot be read/);
  });

  it('writes a document once that one request changed often, and keeps the order of deletions', () => {
    const before = openState(folder.path);
    const lamps = before.table<Lamp>('lamps');
    lamps.put('a', { name: 'first' });
    lamps.put('b', { name: 'second' });
    lamps.put('a', { name: 'first, edited' });
    before.commit();
    lamps.put('a', { name: 'first, edited again' });
    lamps.delete('a');
    lamps.put('a', { name: 'third' });
    lamps.put('a', { name: 'third, edited' });
    const inMemory = [...lamps.values()];
    before.close();
    const written = readFileSync(journal(), 'utf8');

    const after = openState(folder.path);

    assert.deepEqual([...after.table<Lamp>('lamps').values()], inMemory);
    assert.deepEqual(written.match(/first[^"]*|third[^"]*/g), [
      'first, edited',
      'first, edited again',
      'third, edited',
    ]);
    after.close();
  });

  it('cuts a torn last line off the file itself', () => {
    const before = openState(folder.path);
    before.table<Lamp>('lamps').put('a', { name: 'first' });
    before.close();
    const whole = readFileSync(journal(), 'utf8');
    // Whole but for its end: such a line was not acknowledged either.
    appendFileSync(journal(), '[["lamps","b",{"name":"second"}]]');

    openState(folder.path).close();

    assert.equal(readFileSync(journal(), 'utf8'), whole);
  });

  it('reads a journal of many pieces, and texts of several bytes on their seams', () => {
    const before = openState(folder.path);
    const lamps = before.table<Lamp>('lamps');
    const name = 'Zoë Prøve 灯 '.repeat(10_000);
    for (let index = 0; index < 60; index += 1) {
      lamps.put(String(index), { name: `${index} ${name}` });
      before.commit();
    }
    before.close();

    const after = openState(folder.path);

    assert.ok(statSync(journal()).size > 8 * 1024 * 1024);
    assert.deepEqual(
      [...after.table<Lamp>('lamps').values()].map((lamp) => lamp.name),
      Array.from({ length: 60 }, (_, index) => `${index} ${name}`),
    );
    after.close();
  });

  it('leaves a journal alone that holds more world than past', () => {
    const before = openState(folder.path);
    const lamps = before.table<Lamp>('lamps');
    lamps.put('a', { name: 'first' });
    lamps.put('b', { name: 'second' });
    before.commit();
    lamps.put('a', { name: 'first, edited' });
    before.close();
    const written = readFileSync(journal(), 'utf8');

    openState(folder.path).close();

    assert.equal(readFileSync(journal(), 'utf8'), written);
  });

  it('appends one line for all that was changed since the last commit', () => {
    const state = openState(folder.path);
    const lamps = state.table<Lamp>('lamps');
    lamps.put('a', { name: 'first' });
    lamps.put('b', { name: 'second' });
    state.commit();
    state.commit();

    const lines = readFileSync(journal(), 'utf8').trimEnd().split('\n');

    assert.equal(lines.length, 1);
    state.close();
  });

  it('grows with the world and not with its past', () => {
    const busy = openState(folder.path);
    for (let edit = 0; edit < 100; edit += 1) {
      busy.table<Lamp>('lamps').put('a', { name: `edit ${edit}` });
      busy.commit();
    }
    busy.close();

    openState(folder.path).close();

    assert.equal(readFileSync(journal(), 'utf8'), '[["lamps","a",{"name":"edit 99"}]]\n');
  });
});

describe('a sandbox that starts again', () => {
  const folder = openFolderForEach();

  it('has the same orders, listings, switches, ledger and time', async () => {
    const options = { stateDir: folder.path };
    const before = await withSandbox(options, async ({ control }) => {
      await control.houzz.putListing('LAMP-1', { quantity: 4 });
      await control.houzz.placeOrders({ lines: [{ sku: 'LAMP-1', quantity: 1, price: '10.00' }] });
      await control.turnSwitches({ 'houzz.page-cap': '100' });
      await control.advanceClock(3_600_000);
      return memoryOf(control);
    });

    const after = await withSandbox(options, ({ control }) => memoryOf(control));

    assert.deepEqual(after, before);
    assert.equal(after.offsetMs, 3_600_000);
  });

  it('lost nothing that it had acknowledged when its process was killed amid concurrent writes', async () => {
    const acknowledged = await workUntilKilled(folder.path);

    const kept = await withSandbox({ stateDir: folder.path }, async ({ control }) => ({
      channel: new Set((await control.houzz.orders()).map((order) => order.orderId)),
      sales: new Set((await control.tradegecko.orders()).map((order) => order.order_number)),
    }));

    const lost = (ids: readonly string[], known: ReadonlySet<string>) => ids.filter((id) => !known.has(id));
    assert.deepEqual([lost(acknowledged.channel, kept.channel), lost(acknowledged.sales, kept.sales)], [[], []]);
    assert.ok(acknowledged.sales.length >= ENOUGH && acknowledged.channel.length >= ENOUGH, 'killed amid work');
    assert.ok(kept.channel.size <= acknowledged.channel.length + WRITERS, 'only writes under way went unanswered');
    assert.ok(kept.sales.size <= acknowledged.sales.length + WRITERS, 'only writes under way went unanswered');
  });
});

describe('the folder of a sandbox', () => {
  const folder = openFolderForEach();
  const lock = (): string => join(folder.path, 'sandbox.lock');

  it('takes one sandbox at a time, and the next once the first has ended', async () => {
    await withSandbox({ stateDir: folder.path }, async () => {
      const second = withSandbox({ stateDir: folder.path }, async () => undefined);

      await assert.rejects(second, new RegExp(`Another sandbox \\(process ${process.pid}\\) is at work in`));
    });

    await withSandbox({ stateDir: folder.path }, async () => undefined);
    assert.deepEqual(readdirSync(folder.path), ['sandbox.jsonl']);
  });

  it('is free again when its owner was killed, also where another process has its number now', async () => {
    const { child } = await startKillable(folder.path);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const left = readFileSync(lock(), 'utf8');

    await withSandbox({ stateDir: folder.path }, async () => undefined);
    writeFileSync(lock(), left.replace(/^\d+/, String(process.pid)));
    await withSandbox({ stateDir: folder.path }, async () => undefined);

    assert.equal(existsSync(lock()), false);
  });

  it('is refused by name where it cannot be written to', async () => {
    const path = join(folder.path, 'a file');
    writeFileSync(path, '');

    const starting = withSandbox({ stateDir: join(path, 'below') }, async () => undefined);

    await assert.rejects(starting, /The folder .*a file\/below cannot be written to \(ENOTDIR\)/);
  });

  it('is free again when a port was taken', async () => {
    await withSandbox({}, async ({ sandbox }) => {
      const houzzPort = Number(new URL(sandbox.houzzUrl).port);
      await assert.rejects(withSandbox({ stateDir: folder.path, houzzPort }, async () => undefined));
    });

    assert.equal(existsSync(lock()), false);
  });
});

/** What a sandbox must remember. */
async function memoryOf(control: SandboxControl) {
  return {
    orders: await control.houzz.orders(),
    listings: await control.houzz.listings(),
    switches: await control.switches(),
    offsetMs: (await control.info()).clockOffsetMs,
    ledger: await control.ledger(),
  };
}

/** How many write at the same time to each service, and how much of it is enough. */
const WRITERS = 4;
const ENOUGH = 20;

/** What was answered before the kill. */
interface Acknowledged {
  readonly channel: string[];
  readonly sales: string[];
}

/** Writes to both services of a sandbox in another process, kills it, and returns what it had acknowledged. */
async function workUntilKilled(stateDir: string): Promise<Acknowledged> {
  const { child, houzzUrl } = await startKillable(stateDir);
  const acknowledged: Acknowledged = { channel: [], sales: [] };
  try {
    const control = createSandboxControl(houzzUrl);
    const { tradegeckoUrl } = await control.info();
    const writing = Array.from({ length: WRITERS }, (_, writer) => [
      writeUntilGone(() => placeOne(control), acknowledged.channel),
      writeUntilGone((count) => createOne(tradegeckoUrl, `SO-${writer}-${count}`), acknowledged.sales),
    ]);
    await pollUntil(() => acknowledged.channel.length >= ENOUGH && acknowledged.sales.length >= ENOUGH);
    child.kill('SIGKILL');
    await Promise.all([...writing.flat(), once(child, 'exit')]);
  } finally {
    child.kill('SIGKILL');
  }
  return acknowledged;
}

const WRITTEN_MAX = 100_000;

async function writeUntilGone(write: (count: number) => Promise<string>, written: string[]): Promise<void> {
  for (let count = 0; count < WRITTEN_MAX; count += 1) {
    try {
      written.push(await write(count));
    } catch {
      return;
    }
  }
}

async function placeOne(control: SandboxControl): Promise<string> {
  const [order] = await control.houzz.placeOrders({ lines: [{ sku: 'LAMP-1', quantity: 1, price: '10.00' }] });
  return order?.orderId ?? '';
}

async function createOne(tradegeckoUrl: string, orderNumber: string): Promise<string> {
  const address = { address1: '1 Sample Way', city: 'Testville', state: 'CA', zip_code: '90000', country: 'US' };
  const order = {
    company_id: MARKETPLACE_COMPANY_ID,
    order_number: orderNumber,
    issued_at: '2026-11-20',
    shipping_address: { label: orderNumber, ...address },
    order_line_items: [{ freeform: true, label: 'Anything', quantity: '1', price: '10.00' }],
  };
  const headers = { authorization: `Bearer ${DEMO_TRADEGECKO_TOKEN}`, 'content-type': 'application/json' };
  const answer = await fetch(`${tradegeckoUrl}/orders`, { method: 'POST', headers, body: JSON.stringify({ order }) });
  assert.equal(answer.status, 201, await answer.text());
  return orderNumber;
}

async function pollUntil(isTrue: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + 15_000;
  while (!isTrue()) {
    if (Date.now() > giveUpAt) throw new Error('Waited too long.');
    await new Promise(setImmediate);
  }
}

/** Starts a sandbox in a process of its own. */
async function startKillable(stateDir: string) {
  const tradegecko = { ...PLAIN_OPTIONS.tradegecko, quota: { limit: 1_000_000, windowMs: 1_000 } };
  const module = new URL('../../src/sandbox/sandbox.ts', import.meta.url).href;
  const program = `
    const { startSandbox } = await import(${JSON.stringify(module)});
    const sandbox = await startSandbox(${JSON.stringify({ ...PLAIN_OPTIONS, tradegecko, stateDir })});
    console.log(sandbox.houzzUrl);`;
  const flags = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) return { child, houzzUrl: line };
  child.kill('SIGKILL');
  throw new Error('The sandbox ended without a word.');
}

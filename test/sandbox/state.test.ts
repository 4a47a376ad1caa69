import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'mocha';
import { createSandboxControl, type SandboxControl } from '../../src/sandbox/control-client.js';
import { openState } from '../../src/sandbox/state.js';
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

  it('lost nothing that it had acknowledged when its process was killed in the middle of work', async () => {
    const acknowledged = await workUntilKilled(folder.path);

    const kept = await withSandbox({ stateDir: folder.path }, ({ control }) => control.houzz.orders());

    const keptIds = new Set(kept.map((order) => order.orderId));
    assert.deepEqual(
      acknowledged.filter((orderId) => !keptIds.has(orderId)),
      [],
    );
    assert.ok(acknowledged.length >= 20, 'the process was killed in the middle of work');
    assert.ok(kept.length <= acknowledged.length + 1, 'at most the order under way was kept without an answer');
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

/** Places orders in a sandbox of another process, kills it, and returns the ids that it had acknowledged. */
async function workUntilKilled(stateDir: string): Promise<string[]> {
  const { child, houzzUrl } = await startKillable(stateDir);
  const acknowledged: string[] = [];
  try {
    const placing = placeUntilGone(createSandboxControl(houzzUrl), acknowledged);
    await pollUntil(() => acknowledged.length >= 20);
    child.kill('SIGKILL');
    await Promise.all([placing, once(child, 'exit')]);
  } finally {
    child.kill('SIGKILL');
  }
  return acknowledged;
}

const PLACED_MAX = 100_000;

async function placeUntilGone(control: SandboxControl, placed: string[]): Promise<void> {
  for (let count = 0; count < PLACED_MAX; count += 1) {
    try {
      const orders = await control.houzz.placeOrders({ lines: [{ sku: 'LAMP-1', quantity: 1, price: '10.00' }] });
      placed.push(...orders.map((order) => order.orderId));
    } catch {
      return;
    }
  }
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
  const module = new URL('../../src/sandbox/sandbox.ts', import.meta.url).href;
  const program = `
    const { startSandbox } = await import(${JSON.stringify(module)});
    const sandbox = await startSandbox(${JSON.stringify({ ...PLAIN_OPTIONS, stateDir })});
    console.log(sandbox.houzzUrl);`;
  const flags = ['--import', 'tsx', '--input-type=module', '--eval', program];
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) return { child, houzzUrl: line };
  child.kill('SIGKILL');
  throw new Error('The sandbox ended without a word.');
}

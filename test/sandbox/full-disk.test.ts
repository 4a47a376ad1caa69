import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, it } from 'mocha';
import { openFolderForEach, withSandbox } from './open-sandbox.js';

const MAIN = new URL('../../src/sandbox/main.ts', import.meta.url).pathname;
const ORDER = JSON.stringify({ orders: [{ lines: [{ sku: 'LAMP-1', quantity: 1, price: '10.00' }] }] });
/** Room for some orders, and for half of one. */
const ROOM_BYTES = 10_000;
const ORDERS_MAX = 100;

/** Starts the sandbox's own program and returns it with the address of its Houzz side. */
async function start(stateDir: string): Promise<{ readonly child: ChildProcess; readonly houzzUrl: string }> {
  const args = ['--houzz-port', '0', '--tradegecko-port', '0', '--state', stateDir, '--json'];
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) {
    const ready: unknown = JSON.parse(line);
    assert.ok(typeof ready === 'object' && ready !== null && 'houzzUrl' in ready);
    return { child, houzzUrl: String(ready.houzzUrl) };
  }
  throw new Error('The sandbox ended without a word.');
}

/** Lets a process write files of so many bytes at most: to it, the disk is full then. */
function limitFiles({ pid }: ChildProcess, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`]);
}

async function place(
  houzzUrl: string,
): Promise<{ readonly status: number; readonly orderId: string; readonly text: string }> {
  const answer = await fetch(`${houzzUrl}/_sandbox/houzz/orders`, { method: 'POST', body: ORDER });
  const text = await answer.text();
  return { status: answer.status, orderId: /"orderId":"([\d-]+)"/.exec(text)?.[1] ?? '', text };
}

describe('a sandbox whose disk is full', () => {
  const folder = openFolderForEach();

  it('acknowledges nothing that it cannot keep, says why, and goes on once there is room', async function () {
    // Only Linux lets one process narrow what another may write.
    if (process.platform !== 'linux') this.skip();
    const { child, houzzUrl } = await start(folder.path);
    const kept: string[] = [];
    try {
      limitFiles(child, statSync(join(folder.path, 'sandbox.jsonl')).size + ROOM_BYTES);
      let last = await place(houzzUrl);
      for (let count = 0; last.status === 200 && count < ORDERS_MAX; count += 1) {
        kept.push(last.orderId);
        last = await place(houzzUrl);
      }
      assert.equal(last.status, 500);
      assert.match(last.text, /cannot be kept: .*sandbox\.jsonl cannot be written to \(EFBIG\)/);
      limitFiles(child, 'unlimited');
      const afterwards = await place(houzzUrl);
      assert.equal(afterwards.status, 200);
      kept.push(afterwards.orderId);
    } finally {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }

    const orders = await withSandbox({ stateDir: folder.path }, ({ control }) => control.houzz.orders());

    const known = new Set(orders.map(({ orderId }) => orderId));
    assert.ok(kept.length > 2, 'some were placed before the disk was full');
    assert.deepEqual(
      kept.filter((orderId) => !known.has(orderId)),
      [],
    );
  });
});

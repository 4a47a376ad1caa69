import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { afterEach, describe, it } from 'mocha';
import { z } from 'zod';
import { connectionId } from '../../src/domain/ids.js';
import { gatherEvidence, type Sources } from '../../src/local/demonstration/evidence.js';
import { judge } from '../../src/local/demonstration/judge/judge.js';
import { CONNECTION_NAME } from '../../src/local/demonstration/goods.js';
import { createSandboxControl } from '../../src/sandbox/control/client.js';
import { fromSources } from '../support/program.js';
import { until } from '../support/until.js';
import { endAll, isListening, livingHolders, placeOf, startDemonstration } from './demonstration-process.js';

const onceDocument = z.object({
  ok: z.boolean(),
  orders: z.number(),
  seed: z.number(),
  figures: z.array(z.object({ claim: z.string(), is: z.unknown(), shouldBe: z.unknown(), ok: z.boolean() })),
});

const folders: string[] = [];

describe('the demonstration', () => {
  afterEach(async function () {
    this.timeout(30_000);
    await endAll();
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });

  it('ends with 0 and one JSON document when everything came out right', async function () {
    this.timeout(180_000);

    const demonstration = startDemonstration(['--once', '--orders', '40', '--seed', '7', '--json'], {
      program: fromSources('starter'),
    });

    assert.equal(await demonstration.ended, 0, demonstration.output.err + demonstration.output.out);
    const document = onceDocument.parse(JSON.parse(demonstration.output.out));
    assert.deepEqual([document.ok, document.orders, document.seed], [true, 40, 7]);
    assert.ok(document.figures.length > 20);
    assert.match(demonstration.output.err, /in earnest 300 in 300 s/);
  });

  it('refuses a single round that cannot hold every kind of order', async function () {
    this.timeout(30_000);

    const demonstration = startDemonstration(['--once', '--orders', '19']);

    assert.equal(await demonstration.ended, 2);
    assert.match(demonstration.output.err, /at least 20 orders/);
  });

  it('ends on Ctrl-C in the middle of a single round and leaves nothing behind', async function () {
    this.timeout(60_000);
    const tmpDir = await mkdtemp(join(tmpdir(), 'orderbridge-journey-'));
    folders.push(tmpDir);

    const demonstration = startDemonstration(['--once', '--orders', '40'], { tmpDir });
    await until('orders are placed', () => demonstration.output.err.includes('orders are placed'), 40_000);
    demonstration.kill('SIGINT');

    assert.equal(await demonstration.ended, 130);
    const left = (await readdir(tmpDir)).filter((name) => name.startsWith('orderbridge-'));
    assert.deepEqual(left, []);
  });

  it('keeps a second one off its folder, and ends everything on Ctrl-C', async function () {
    this.timeout(120_000);
    const stateDir = await mkdtemp(join(tmpdir(), 'orderbridge-journey-'));
    folders.push(stateDir);
    const first = startDemonstration(['--orders', '1', '--state', stateDir]);
    const { address } = await placeOf(first, stateDir);

    const second = startDemonstration(['--orders', '1', '--state', stateDir]);

    assert.equal(await second.ended, 2, second.output.err);
    assert.match(second.output.err, /already running on this folder/);
    await until('the first is at work', () => first.output.out.includes('Ctrl-C'), 60_000);
    first.kill('SIGINT');
    assert.equal(await first.ended, 0, first.output.err);
    assert.equal(await isListening(address), false);
  });

  it('goes on after SIGKILL with all orders, and leaves no process', async function () {
    this.timeout(300_000);
    const stateDir = await mkdtemp(join(tmpdir(), 'orderbridge-journey-'));
    folders.push(stateDir);
    const args = ['--orders', '100', '--seed', '11', '--state', stateDir];

    const first = startDemonstration(args);
    const place = await placeOf(first, stateDir);
    const control = createSandboxControl(place.houzzUrl);
    await until('many are delivered', async () => (await control.tradegecko.orders()).length >= 25, 60_000);
    const shipped = (await control.houzz.orders()).filter(({ status }) => status === 'Shipped').length;
    first.kill('SIGKILL');
    assert.equal(await first.ended, 'SIGKILL');

    assert.ok(shipped < 30, 'many are still in flight');
    await until('the server and its guard are gone', () => livingHolders(stateDir).length === 0, 20_000);
    assert.equal(await isListening(place.address), false);

    const second = startDemonstration(args);
    const ended = await endsRight(second, stateDir);

    assert.deepEqual(ended, []);
    second.kill('SIGINT');
    assert.equal(await second.ended, 0, second.output.err);
    assert.match(second.output.out, /Going on from where it was left/);
    assert.equal(existsSync(join(stateDir, 'temporal.lock')), false);
  });
});

/** Waits until the judge finds nothing wrong; gives the figures that stay wrong. */
async function endsRight(demonstration: ReturnType<typeof startDemonstration>, stateDir: string) {
  const { address, namespace, houzzUrl } = await placeOf(demonstration, stateDir);
  const connection = await Connection.connect({ address });
  try {
    const sources: Sources = {
      control: createSandboxControl(houzzUrl),
      client: new Client({ connection, namespace }),
      connection: connectionId(CONNECTION_NAME),
    };
    const wrongNow = async () => judge(await gatherEvidence(sources, false)).figures.filter(({ ok }) => !ok);
    await until('all figures are right', async () => (await wrongNow()).length === 0, 150_000).catch(() => undefined);
    return await wrongNow();
  } finally {
    await connection.close();
  }
}

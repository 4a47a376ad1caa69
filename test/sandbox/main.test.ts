import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'mocha';
import { createSandboxControl } from '../../src/sandbox/control/client.js';
import { openFolderForEach, withSandbox } from './open-sandbox.js';

const MAIN = new URL('../../src/sandbox/main.ts', import.meta.url).pathname;
const FREE_PORTS = ['--houzz-port', '0', '--tradegecko-port', '0'];
const WAIT_MAX_MS = 15_000;

/** The sandbox's own program under way. */
interface Program {
  readonly child: ChildProcess;
  readonly said: { out: string; err: string };
  readonly ended: Promise<number | null>;
}

function start(args: readonly string[]): Program {
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
  const ended = once(child, 'close').then(() => child.exitCode);
  return { child, said, ended };
}

async function untilSaid({ child, said }: Program, pattern: RegExp): Promise<void> {
  const giveUpAt = Date.now() + WAIT_MAX_MS;
  while (!pattern.test(said.out)) {
    if (Date.now() > giveUpAt || child.exitCode !== null) throw new Error(`Never said: ${said.out}${said.err}`);
    await new Promise(setImmediate);
  }
}

/** Runs the program to its end. */
async function run(args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const program = start(args);
  return { code: await program.ended, ...program.said };
}

describe("the sandbox's own program", () => {
  const folder = openFolderForEach();

  it('says where both services are in one line of JSON, and ends cleanly at SIGTERM with its state kept', async () => {
    const args = [...FREE_PORTS, '--state', folder.path, '--seed', '3', '--orders', '8', '--skus', '5', '--json'];
    const program = start(args);
    try {
      await untilSaid(program, /\n$/);
      const ready: unknown = JSON.parse(program.said.out);
      assert.ok(typeof ready === 'object' && ready !== null && 'houzzUrl' in ready);
      const control = createSandboxControl(String(ready.houzzUrl));
      assert.equal((await control.houzz.orders()).length, 8);
    } finally {
      program.child.kill('SIGTERM');
    }

    assert.equal(await program.ended, 0);
    const kept = await withSandbox({ stateDir: folder.path }, ({ control }) => control.houzz.orders());
    assert.equal(kept.length, 8);
  });

  it('says in words what to send, and ends cleanly at SIGINT', async () => {
    const program = start([...FREE_PORTS, '--tradegecko-token', 'my-own', '--switch', 'houzz.page-cap=100']);
    try {
      await untilSaid(program, /State/);
    } finally {
      program.child.kill('SIGINT');
    }

    assert.equal(await program.ended, 0);
    assert.match(program.said.out, /X-HOUZZ-API-SSL-TOKEN: DEMO\+TOKEN/);
    assert.match(program.said.out, /Authorization: Bearer \(as given\)/);
    assert.doesNotMatch(program.said.out, /my-own/);
  });

  it('shows help with examples', async () => {
    const { code, out } = await run(['--help']);

    assert.equal(code, 0);
    assert.match(out, /Examples\n {2}npm run sandbox/);
  });

  it('names a switch that is unknown, and ends with 2', async () => {
    const { code, err } = await run([...FREE_PORTS, '--switch', 'houzz.moon=full']);

    assert.equal(code, 2);
    assert.match(err, /No switch is named houzz\.moon; docs\/sandbox\.md lists them all/);
  });

  it('names a port that is in use, and ends with 2', async () => {
    await withSandbox({}, async ({ sandbox }) => {
      const { port } = new URL(sandbox.houzzUrl);

      const { code, err } = await run(['--houzz-port', port, '--tradegecko-port', '0']);

      assert.equal(code, 2);
      assert.match(err, new RegExp(`Port ${port} for the Houzz side of the sandbox is already in use`));
      assert.match(err, /--help/);
    });
  });
});

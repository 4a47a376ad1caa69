import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'mocha';
import { createSandboxControl, type SandboxControl } from '../../src/sandbox/control/client.js';
import {
  DEMO_HOUZZ_CREDENTIALS,
  DEMO_TRADEGECKO_TOKEN,
  startSandbox,
  type Sandbox,
  type SandboxOptions,
} from '../../src/sandbox/sandbox.js';

/** Options that every test may start from. */
export const PLAIN_OPTIONS: SandboxOptions = {
  houzz: DEMO_HOUZZ_CREDENTIALS,
  tradegecko: { token: DEMO_TRADEGECKO_TOKEN },
};

/** A running sandbox with its control client; a new one for each test of the group. */
export interface OpenSandbox {
  readonly sandbox: Sandbox;
  readonly control: SandboxControl;
}

/** Starts a fresh sandbox before each test of the surrounding group and ends it after. */
export function openSandboxForEach(options: Partial<SandboxOptions> = {}): OpenSandbox {
  let sandbox: Sandbox | undefined;
  beforeEach(async () => {
    sandbox = await startSandbox({ ...PLAIN_OPTIONS, ...options });
  });
  afterEach(async () => {
    await sandbox?.close();
    sandbox = undefined;
  });
  const running = (): Sandbox => {
    if (sandbox === undefined) throw new Error('The sandbox runs only inside a test.');
    return sandbox;
  };
  return {
    get sandbox() {
      return running();
    },
    get control() {
      return createSandboxControl(running().houzzUrl);
    },
  };
}

/** Runs a sandbox for one piece of work and ends it, also when the work fails: an open port would keep the run alive. */
export async function withSandbox<T>(
  options: Partial<SandboxOptions>,
  work: (open: OpenSandbox) => Promise<T>,
): Promise<T> {
  const sandbox = await startSandbox({ ...PLAIN_OPTIONS, ...options });
  try {
    return await work({ sandbox, control: createSandboxControl(sandbox.houzzUrl) });
  } finally {
    await sandbox.close();
  }
}

/** A folder of its own for each test of the surrounding group, gone after it. */
export function openFolderForEach(): { readonly path: string } {
  let path = '';
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'orderbridge-sandbox-'));
  });
  afterEach(() => {
    rmSync(path, { recursive: true, force: true });
  });
  return {
    get path() {
      return path;
    },
  };
}

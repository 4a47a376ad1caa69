import { startChild, type Child } from './child.js';

/** A sandbox as a process of its own, so that its work is not counted as ours. */
export interface SandboxProcess extends Child {
  readonly houzzUrl: string;
  readonly tradegeckoUrl: string;
}

/** Starts the sandbox on free ports, with a quota so wide that it limits nothing. */
export async function startSandboxProcess(...args: readonly string[]): Promise<SandboxProcess> {
  const free = ['--houzz-port', '0', '--tradegecko-port', '0', '--quota', '999999999/1800', '--json'];
  let urls: Urls | undefined;
  const child = await startChild({
    args: ['--import', 'tsx', 'src/sandbox/main.ts', ...free, ...args],
    isReady: (line) => {
      urls ??= readUrls(line);
      return urls !== undefined;
    },
  });
  if (urls === undefined) throw new Error('The sandbox did not say where it is.');
  return { ...child, ...urls };
}

interface Urls {
  readonly houzzUrl: string;
  readonly tradegeckoUrl: string;
}

function readUrls(line: string): Urls | undefined {
  if (!line.startsWith('{')) return undefined;
  const ready: unknown = JSON.parse(line);
  return isUrls(ready) ? { houzzUrl: ready.houzzUrl, tradegeckoUrl: ready.tradegeckoUrl } : undefined;
}

function isUrls(value: unknown): value is Urls {
  return typeof value === 'object' && value !== null && 'houzzUrl' in value && 'tradegeckoUrl' in value;
}

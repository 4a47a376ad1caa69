import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { COMMAND_VERSION, fillCache } from './cache.js';
import { executableName, findOnPath, outputOf, type Env, type FindContext, type FindResult } from './command.js';
import { startGuarded, TOOLS_FOLDER } from './guarded.js';
import { reasonOf } from './problem.js';

/** What tools/temporal-cli/go.mod asks for; a test holds the two together. */
export const GO_VERSION_MIN = '1.26.4';

const PACKAGE = 'github.com/temporalio/cli/cmd/temporal';
const BUILD_MAX_MS = 40 * 60_000;
const END_GRACE_MS = 10_000;
const PROGRESS_EVERY_MS = 5_000;
const TAIL_LINES = 15;

/** Builds the pinned command with the user's own Go: for machines that reach Go's modules, but not the download. */
export async function buildCommand(context: FindContext): Promise<FindResult> {
  const go = await findOnPath('go', context.env);
  if (go === undefined) return { kind: 'missing', why: 'Go, to build it here, is not on the PATH' };
  const version = (await outputOf(go, ['env', 'GOVERSION'], context.env))?.replace(/^go/, '') ?? 'unknown';
  if (!isAtLeast(version, GO_VERSION_MIN)) {
    return { kind: 'missing', why: `Go at ${go} is ${version}; the build needs ${GO_VERSION_MIN} or newer` };
  }
  return fillCache(context, async (folder) => {
    const path = join(folder, executableName('temporal'));
    context.say(
      `Building Temporal's command ${COMMAND_VERSION} with Go ${version}. This happens once, takes 3 to 6 minutes on ` +
        "two cores and about 3.5 GB of disk (Go's own caches, which may be cleaned afterwards).",
    );
    try {
      await build({ go, path, context });
      return { kind: 'found', path };
    } catch (error) {
      context.signal?.throwIfAborted();
      const why = `the build with Go ${version} failed: ${reasonOf(error)}`;
      context.say(`No luck: ${why}`);
      return { kind: 'missing', why };
    }
  });
}

/** Compares `1.26.8` with `1.26.4`; what is no version, such as a development build, is not enough. */
export function isAtLeast(version: string, least: string): boolean {
  const [have, need] = [version, least].map((text) => text.split('.').map((part) => Number.parseInt(part, 10)));
  for (const [index, part] of (need ?? []).entries()) {
    const own = have?.[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}

interface BuildJob {
  readonly go: string;
  readonly path: string;
  readonly context: FindContext;
}

async function build({ go, path, context }: BuildJob): Promise<void> {
  const startedAt = Date.now();
  // Go's work files lie beside the result, so that a build that was killed leaves none that nobody removes.
  const env = { ...context.env, CGO_ENABLED: '0', GOWORK: 'off', GOTMPDIR: dirname(path) };
  let packages = 0;
  let modules = 0;
  let compiled = 0;
  let describe = (): string => `fetching the sources: ${modules} modules so far`;
  const ticker = setInterval(() => {
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    context.say(`  ${describe()}, ${seconds} s`);
  }, PROGRESS_EVERY_MS);
  const bounds = [AbortSignal.timeout(BUILD_MAX_MS), ...(context.signal === undefined ? [] : [context.signal])];
  const run = { go, env, signal: AbortSignal.any(bounds) };
  try {
    await runGo({ ...run, args: ['list', '-mod=readonly', '-deps', PACKAGE] }, (line) => {
      if (line.startsWith('go: ')) modules += 1;
      else packages += 1;
    });
    describe = () => `compiling: ${compiled} of at most ${packages} packages`;
    await runGo({ ...run, args: ['build', '-v', ...buildFlags(path), PACKAGE] }, () => {
      compiled += 1;
    });
  } finally {
    clearInterval(ticker);
  }
  context.say(`  built in ${Math.round((Date.now() - startedAt) / 1000)} s`);
}

function buildFlags(path: string): readonly string[] {
  // A release is told its version by the linker; without it the command calls itself a development build.
  const version = `-X github.com/temporalio/cli/internal/temporalcli.Version=${COMMAND_VERSION}`;
  return ['-mod=readonly', '-trimpath', '-buildvcs=false', `-ldflags=-s -w ${version}`, '-o', path];
}

interface GoRun {
  readonly go: string;
  readonly args: readonly string[];
  readonly env: Env;
  readonly signal: AbortSignal;
}

/** Runs Go in the folder that pins every module; it ends with this process, as the server does. */
async function runGo({ go, args, env, signal }: GoRun, onLine: (line: string) => void): Promise<void> {
  signal.throwIfAborted();
  const run = await startGuarded({
    program: go,
    args,
    env,
    folder: TOOLS_FOLDER,
    output: 'pipe',
    graceMs: END_GRACE_MS,
  });
  const end = (): void => void run.end();
  signal.addEventListener('abort', end);
  const tail: string[] = [];
  if (run.output !== undefined) {
    createInterface({ input: run.output }).on('line', (line) => {
      onLine(line);
      tail.push(line);
      if (tail.length > TAIL_LINES) tail.shift();
    });
  }
  const ending = await run.ended;
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  if (ending !== '0')
    throw new Error(`\`go ${args[0] ?? ''}\` ended with ${ending}. Its last lines:\n${tail.join('\n')}`);
}

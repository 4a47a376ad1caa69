import { buildCommand } from './build.js';
import { cachedCommand } from './cache.js';
import { findOnPath, isExecutable, versionOf, type FindContext, type FindResult } from './command.js';
import { downloadCommand } from './download.js';
import { TemporalProblem } from './problem.js';

export type CommandSource = 'setting' | 'path' | 'cache' | 'download' | 'build';

export interface FindStep {
  readonly source: CommandSource;
  readonly find: (context: FindContext) => Promise<FindResult>;
}

export interface FoundCommand {
  readonly source: CommandSource;
  readonly path: string;
}

/** Where Temporal's command comes from, tried from top to bottom. */
export const FIND_STEPS: readonly FindStep[] = [
  { source: 'setting', find: fromSetting },
  { source: 'path', find: fromPath },
  { source: 'cache', find: fromCache },
  { source: 'download', find: downloadCommand },
  { source: 'build', find: buildCommand },
];

const HELP = [
  "Temporal's command was not found and could not be fetched. One of these helps:",
  '  - install the Temporal CLI (https://docs.temporal.io/cli) so that `temporal` is on the PATH',
  '  - set TEMPORAL_CLI_PATH to such a binary',
  '  - set TEMPORAL_ADDRESS to a running Temporal service, as host:port',
  '  - install Go 1.26.4 or newer, so that the command can be built here once',
  'What was tried:',
].join('\n');

export async function findCommand(
  context: FindContext,
  steps: readonly FindStep[] = FIND_STEPS,
): Promise<FoundCommand> {
  const misses: string[] = [];
  for (const { source, find } of steps) {
    context.signal?.throwIfAborted();
    const result = await find(context);
    if (result.kind === 'found') return { source, path: result.path };
    misses.push(`  - ${result.why}`);
  }
  throw new TemporalProblem('command-not-found', [HELP, ...misses].join('\n'));
}

async function fromSetting({ env, say }: FindContext): Promise<FindResult> {
  const path = env['TEMPORAL_CLI_PATH'];
  if (path === undefined || path === '') return { kind: 'missing', why: 'TEMPORAL_CLI_PATH is not set' };
  const version = (await isExecutable(path)) ? await versionOf(path, env) : undefined;
  if (version === undefined) {
    throw new TemporalProblem(
      'command-not-usable',
      `TEMPORAL_CLI_PATH is ${path}, which is not Temporal's command or cannot be run. Correct it, or unset it.`,
    );
  }
  say(`Using Temporal's command at ${path} (${version}).`);
  return { kind: 'found', path };
}

async function fromPath({ env, say }: FindContext): Promise<FindResult> {
  const path = await findOnPath('temporal', env);
  if (path === undefined) return { kind: 'missing', why: 'no `temporal` is on the PATH' };
  const version = await versionOf(path, env);
  if (version === undefined) return { kind: 'missing', why: `${path} on the PATH is not Temporal's command` };
  say(`Using Temporal's command at ${path} (${version}).`);
  return { kind: 'found', path };
}

async function fromCache({ cacheFolder }: FindContext): Promise<FindResult> {
  const path = cachedCommand(cacheFolder);
  return (await isExecutable(path))
    ? { kind: 'found', path }
    : { kind: 'missing', why: `none was fetched or built before (${path})` };
}

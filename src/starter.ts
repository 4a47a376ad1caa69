#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { COMMANDS } from './commands/all-commands.js';
import { runCommandLine, type Offer, type World } from './commands/command-line.js';
import { createProgress } from './commands/output/progress.js';

/** The version of the package, whose description stands one folder up in sources and build alike. */
function packageVersion(): string {
  const description: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  const isNamed = typeof description === 'object' && description !== null && 'version' in description;
  return isNamed && typeof description.version === 'string' ? description.version : 'unknown';
}

// A reader such as `head` may close the pipe before everything is written: that is its right and no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

const { env } = process;
const cwd = process.cwd();
const world: World = {
  env,
  cwd,
  version: packageVersion(),
  isTerminal: process.stdout.isTTY,
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
};
const offer: Offer = {
  commands: COMMANDS,
  // Read when a command runs, so that the help shows at once.
  openCollaborators: async () =>
    (await import('./commands/collaborators.js')).createCollaborators({
      env,
      cwd,
      progress: createProgress({ env, isTerminal: process.stderr.isTTY, write: world.writeError }),
      isInteractive: process.stdin.isTTY && process.stdout.isTTY,
    }),
};
// Set instead of exiting, so that what was written to a pipe still arrives.
process.exitCode = await runCommandLine(process.argv.slice(2), offer, world);

import { nearestName } from '../config/nearest.js';
import { readArguments } from './arguments.js';
import { usageError } from './command-error.js';
import type { Command, CommandEntry, OpenedCollaborators } from './command.js';
import { explain } from './explain.js';
import { EXIT } from './exit-codes.js';
import { renderError } from './output/error.js';
import { renderCommandHelp, renderHelp } from './output/help.js';
import { createStyle, type Style } from './output/style.js';

/** The edges of the process, so that a whole call can be tested within one. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly version: string;
  /** Whether standard output is a terminal. */
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

/** What the command line offers, and what its commands work with. */
export interface Offer {
  readonly commands: Readonly<Record<string, CommandEntry>>;
  readonly openCollaborators: () => Promise<OpenedCollaborators>;
}

/** Runs one call of the command line and gives its exit code; never throws. */
export async function runCommandLine(argv: readonly string[], offer: Offer, world: World): Promise<number> {
  const style = createStyle(world);
  try {
    return await dispatch(argv, offer, { ...world, style });
  } catch (error) {
    const explained = explain(error);
    world.writeError(renderError(explained));
    if (argv.includes('--debug')) world.writeError(`${stackOf(error)}\n`);
    if (argv.includes('--json')) world.write(`${JSON.stringify({ error: explained }, null, 2)}\n`);
    return explained.exitCode;
  }
}

type StyledWorld = World & { readonly style: Style };

async function dispatch(argv: readonly string[], offer: Offer, world: StyledWorld): Promise<number> {
  const [first, ...others] = argv;
  // "help NAME" is what many tools understand; "NAME --help" is how it is written here.
  const [name, ...rawArgs] = first === 'help' && others.length > 0 ? [...others, '--help'] : argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    world.write(renderHelp(offer.commands, world.style));
    return name === undefined ? EXIT.usage : EXIT.fine;
  }
  if (name === '--version' || name === '-v') {
    world.write(`${world.version}\n`);
    return EXIT.fine;
  }
  const command = await findCommand(name, offer.commands);
  if (rawArgs.includes('--help') || rawArgs.includes('-h')) {
    world.write(renderCommandHelp(name, command, world.style));
    return EXIT.fine;
  }
  return runCommand({ command, rawArgs }, offer, world);
}

async function findCommand(name: string, commands: Offer['commands']): Promise<Command> {
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (entry !== undefined) return entry.load();
  const names = Object.keys(commands);
  const nearest = nearestName(name, names);
  const why = name.startsWith('-') ? 'The command comes first, its options after it.' : `Known: ${names.join(', ')}.`;
  const next = nearest === undefined ? 'Run "orderbridge --help".' : `Did you mean "${nearest}"?`;
  throw usageError(`There is no command "${name}".`, why, next);
}

interface Call {
  readonly command: Command;
  readonly rawArgs: readonly string[];
}

async function runCommand({ command, rawArgs }: Call, offer: Offer, world: StyledWorld): Promise<number> {
  const args = readArguments(rawArgs, command.args);
  const { collaborators, close } = await offer.openCollaborators();
  try {
    const outcome = await command.run(args, collaborators);
    collaborators.progress.clear();
    if (!('data' in outcome)) return outcome.exitCode;
    const text = args.flag('json') ? JSON.stringify(outcome.data, null, 2) : outcome.text(world.style);
    world.write(`${text.trimEnd()}\n`);
    return outcome.exitCode;
  } finally {
    collaborators.progress.clear();
    await close();
  }
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return 'What was thrown is no error.';
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}

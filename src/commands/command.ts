import type { ArgsDef } from 'citty';
import type { Config, ConnectionConfig } from '../config/config.js';
import type { ReadArguments } from './arguments.js';
import type { ExitCode } from './exit-codes.js';
import type { Progress } from './output/progress.js';
import type { Style } from './output/style.js';
import type { Connection } from '../worker/connection.js';
import type { TemporalLink } from './temporal-connection.js';

/** What commands work with. All of it is opened when first asked for, and closed by whoever made it. */
export interface Collaborators {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly loadConfig: (path: string | undefined) => Config;
  readonly connectTemporal: () => Promise<TemporalLink>;
  readonly openServices: (connection: ConnectionConfig) => Promise<Pick<Connection, 'marketplace' | 'orderSystem'>>;
  /** Says what is under way, to a person who watches. */
  readonly progress: Progress;
  /** Whether a person is there who can be asked. */
  readonly isInteractive: boolean;
}

/** Collaborators, and how to let go of all that was opened. */
export interface OpenedCollaborators {
  readonly collaborators: Collaborators;
  readonly close: () => Promise<void>;
}

/** What a command found out or did: data first, and how to show it. */
export interface Outcome<Data = unknown> {
  readonly exitCode: ExitCode;
  /** Plain JSON. */
  readonly data: Data;
  readonly render: (data: Data, style: Style) => string;
}

/** An outcome that has been shown already, by a command that reports while it runs. */
interface ShownOutcome {
  readonly exitCode: number;
}

/** One command of the command line. */
export interface Command {
  readonly summary: string;
  /** More than the summary, for the command's own help. */
  readonly description: string;
  readonly examples: readonly string[];
  readonly args: ArgsDef;
  readonly run: (args: ReadArguments, collaborators: Collaborators) => Promise<RenderedOutcome | ShownOutcome>;
}

/** An outcome whose data type is closed over. */
export interface RenderedOutcome {
  readonly exitCode: ExitCode;
  readonly data: unknown;
  readonly text: (style: Style) => string;
}

/** Closes over the type of the data, so that commands of all kinds stand in one record. */
export function rendered<Data>({ exitCode, data, render }: Outcome<Data>): RenderedOutcome {
  return { exitCode, data, text: (style) => render(data, style) };
}

/** A command of the record: its summary at hand, the rest read when it is called. */
export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

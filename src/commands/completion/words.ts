import type { Command, CommandEntry } from '../command.js';

/** What a shell may offer after a command's name. */
export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** Words that the command itself takes. */
  readonly words: readonly string[];
}

export interface CompletedOption {
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** What the value may be, where that is a closed list. */
  readonly values: readonly string[];
}

/** Closed lists stand in descriptions as "one of: …", where people read them; shells offer the same. */
const LIST = /(?:^|[:,] )one of: (.+)$/;

/** Reads all commands and what each takes. */
export async function completedCommands(
  commands: Readonly<Record<string, CommandEntry>>,
): Promise<readonly CompletedCommand[]> {
  return Promise.all(
    Object.entries(commands).map(async ([name, entry]) => completedCommand(name, entry.summary, await entry.load())),
  );
}

function completedCommand(name: string, summary: string, { args }: Command): CompletedCommand {
  const entries = Object.entries(args);
  return {
    name,
    summary,
    words: entries.flatMap(([, { type, description = '' }]) => (type === 'positional' ? valuesIn(description) : [])),
    options: entries.flatMap(([option, { type, description = '' }]) =>
      type === 'positional'
        ? []
        : [{ name: option, description, takesValue: type === 'string', values: valuesIn(description) }],
    ),
  };
}

const valuesIn = (description: string): readonly string[] => LIST.exec(description)?.[1]?.split(', ') ?? [];

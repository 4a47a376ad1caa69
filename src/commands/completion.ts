import { usageError } from './command-error.js';
import { rendered, type Command, type CommandEntry } from './command.js';
import { EVERY_COMMAND } from './common-arguments.js';
import { SCRIPTS, SHELLS } from './completion/scripts.js';
import { completedCommands } from './completion/words.js';
import { EXIT } from './exit-codes.js';

/** `orderbridge completion`; given the record of commands, because it stands in that record itself. */
export const completionCommand = (commands: () => Readonly<Record<string, CommandEntry>>): Command => ({
  summary: 'print a script that completes commands and options in a shell',
  description:
    'Prints a script for the shell that is named. Have it read at the start of each shell: in ~/.bashrc or ~/.zshrc ' +
    'as in the examples, or saved as ~/.config/fish/completions/orderbridge.fish.',
  examples: [
    'eval "$(orderbridge completion bash)"',
    'eval "$(orderbridge completion zsh)"',
    'orderbridge completion fish | source',
  ],
  args: {
    shell: { type: 'positional', description: `one of: ${SHELLS.join(', ')}` },
    ...EVERY_COMMAND,
  },
  run: async (args) => {
    const asked = args.required('shell');
    const shell = SHELLS.find((one) => one === asked);
    if (shell === undefined) {
      throw usageError(`There is no script for "${asked}".`, `Known: ${SHELLS.join(', ')}.`, 'Give one of these.');
    }
    const data = { shell, script: SCRIPTS[shell](await completedCommands(commands())) };
    return rendered({ exitCode: EXIT.fine, data, render: ({ script }) => script });
  },
});

import { check, exitCodeOf } from './check.js';
import { rendered, type Collaborators, type Command } from './command.js';
import { CONFIG, EVERY_COMMAND } from './common-arguments.js';
import { answerQuestions, INIT_OPTIONS } from './init/questions.js';
import { assertNothingIsThere, filesOf, writeFiles } from './init/files.js';
import { configPathOf } from './init/paths.js';
import { renderInit } from './output/init.js';
import type { InitReport } from './reports.js';
import type { ReadArguments } from './arguments.js';

/** Asks what a first configuration needs, writes it, and says what is wrong with it. */
export async function initialise(args: ReadArguments, collaborators: Collaborators): Promise<InitReport> {
  const { env, cwd } = collaborators;
  const path = configPathOf({ env, cwd, path: args.text('config') });
  // Before the first question: nobody shall answer ten of them for nothing.
  assertNothingIsThere([path]);
  const answers = await answerQuestions(args, collaborators);
  const files = filesOf(path, answers);
  writeFiles(files);
  const report = await check({ configPath: path, connection: answers.connection, workers: 1 }, collaborators);
  return { connection: answers.connection, files: files.map((file) => file.path), check: report };
}

/** `orderbridge init` */
export const initCommand: Command = {
  summary: 'write a first configuration, question by question, and check it',
  description:
    'Asks for the two accounts, writes the configuration and a file for each token that only you can read (mode 0600), ' +
    'and ends with "check". Nothing is ever overwritten. In a script all answers come as options, the tokens from ' +
    'HOUZZ_TOKEN and TRADEGECKO_TOKEN: a token on the command line would show to everybody on the machine.',
  examples: [
    'orderbridge init',
    'orderbridge init --houzz-user shop --houzz-app bridge --company 1001',
    'orderbridge init --secrets env --houzz-user shop --houzz-app my --company 7',
  ],
  args: { ...INIT_OPTIONS, ...CONFIG, ...EVERY_COMMAND },
  run: async (args, collaborators) => {
    const data = await initialise(args, collaborators);
    return rendered({ exitCode: exitCodeOf(data.check), data, render: renderInit });
  },
};

import type { Bench, Figure } from './bench.js';
import { temporaryFolder } from './folders.js';
import { build, commandLines, FORMS, nodeStartMs, repeat, runWell, type Form } from './programs.js';
import { openStack } from './stack.js';

/** From a command to its first use. */
export const START_BENCH: Bench = {
  name: 'start',
  about: 'from the command to its words: help, version, and a worker of one connection that is at work',
  async measure(settings) {
    const { folder, remove } = temporaryFolder();
    try {
      settings.say('Building the program.');
      const lines = commandLines(await build(folder));
      const node: Figure = { name: 'Node alone', unit: 'ms', values: await repeat(settings.rounds, nodeStartMs) };
      const helps: Figure[] = [];
      for (const form of FORM_NAMES) {
        settings.say(`Asking for help, ${FORMS[form]}.`);
        const values = await repeat(settings.rounds, async () => (await runWell([...lines[form], '--help'])).tookMs);
        helps.push({ name: `orderbridge --help, ${FORMS[form]}`, unit: 'ms', values });
      }
      settings.say('Starting a worker again and again.');
      const stack = await openStack(settings);
      const worker: number[] = [stack.worker.readyInS * 1_000];
      try {
        while (worker.length < settings.rounds) worker.push((await stack.restartWorker()) * 1_000);
      } finally {
        await stack.close();
      }
      return [node, ...helps, { name: 'npm run worker, until it works', unit: 'ms', values: worker }];
    } finally {
      remove();
    }
  },
};

const FORM_NAMES: readonly Form[] = ['built', 'sources'];

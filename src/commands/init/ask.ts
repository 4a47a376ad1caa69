import * as prompts from '@clack/prompts';
import { usageError } from '../command-error.js';

/** Asks a person, one question at a time. */
export interface Asker {
  text(question: {
    readonly ask: string;
    readonly pattern: RegExp;
    readonly rule: string;
    readonly initial?: string | undefined;
  }): Promise<string>;
  /** What is typed is not shown. */
  secret(ask: string): Promise<string>;
}

const SECRET = /^[\u0020-\u007e]{1,4000}$/;

/** Makes an asker on the terminal. */
export function createAsker(): Asker {
  return {
    text: async ({ ask, pattern, rule, initial }) =>
      answered(
        await prompts.text({
          message: ask,
          // Shown until something is typed, and taken when nothing is: no one has to delete it first.
          ...(initial === undefined ? {} : { placeholder: initial, defaultValue: initial }),
          validate: (value) => (pattern.test(value?.trim() || (initial ?? '')) ? undefined : rule),
        }),
      ),
    secret: async (ask) =>
      answered(
        await prompts.password({
          message: ask,
          validate: (value) => (SECRET.test(value?.trim() ?? '') ? undefined : 'Paste it alone, on one line.'),
        }),
      ),
  };
}

function answered(answer: string | symbol): string {
  if (typeof answer === 'string') return answer.trim();
  throw usageError('The questions were ended.', 'Nothing was written.', 'Run "orderbridge init" again when you like.');
}

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { CommandError, usageError } from '../command-error.js';
import { EXIT } from '../exit-codes.js';
import type { InitAnswers } from './questions.js';

/** A file to write, with what it holds. */
interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** Nobody but the owner may read a configuration and its tokens. */
const OWNER_ONLY = 0o600;
const FOLDER_OWNER_ONLY = 0o700;

/** The files of a first configuration: the configuration last, so that it never names what is not there. */
export function filesOf(configPath: string, answers: InitAnswers): readonly NewFile[] {
  const { connection, houzz, tradegecko, secrets } = answers;
  const named = (service: string, variable: string) =>
    secrets === 'env' ? { env: variable } : { file: `secrets/${connection}-${service}-token` };
  const written = {
    connections: {
      [connection]: {
        houzz: {
          ...(houzz.baseUrl === undefined ? {} : { baseUrl: houzz.baseUrl }),
          token: named('houzz', 'HOUZZ_TOKEN'),
          userName: houzz.userName,
          appName: houzz.appName,
        },
        tradegecko: {
          ...(tradegecko.baseUrl === undefined ? {} : { baseUrl: tradegecko.baseUrl }),
          token: named('tradegecko', 'TRADEGECKO_TOKEN'),
          companyId: tradegecko.companyId,
          ...(tradegecko.stockLocationId === undefined ? {} : { stockLocationId: tradegecko.stockLocationId }),
        },
      },
    },
  };
  const tokens =
    secrets === 'env'
      ? []
      : [
          { path: secretPath(configPath, `${connection}-houzz-token`), text: `${houzz.token}\n` },
          { path: secretPath(configPath, `${connection}-tradegecko-token`), text: `${tradegecko.token}\n` },
        ];
  return [...tokens, { path: configPath, text: `${HEAD}\n${stringify(written)}` }];
}

const secretPath = (configPath: string, name: string): string => join(dirname(configPath), 'secrets', name);

const HEAD = '# Written by "orderbridge init". Every other key has a default: see orderbridge.example.yaml.';

/** Writes them all or, where one is there already, none. */
export function writeFiles(files: readonly NewFile[]): void {
  assertNothingIsThere(files.map(({ path }) => path));
  for (const { path, text } of files) {
    try {
      mkdirSync(dirname(path), { recursive: true, mode: FOLDER_OWNER_ONLY });
      // Refused where it appeared a moment ago, instead of overwritten.
      writeFileSync(path, text, { flag: 'wx', mode: OWNER_ONLY });
    } catch (error) {
      throw unwritable(path, error);
    }
  }
}

/** Refuses where a file stands in the way. */
export function assertNothingIsThere(paths: readonly string[]): void {
  const there = paths.find((path) => existsSync(path));
  if (there === undefined) return;
  const why = 'What is there is never overwritten.';
  throw usageError(`${there} is there already.`, why, 'Name another file with --config, or add to this one by hand.');
}

function unwritable(path: string, cause: unknown): CommandError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const explanation = {
    what: `${path} cannot be written.`,
    why: `The system refused it (${code}).`,
    next: 'Check who may write there, or name another file with --config.',
  };
  return new CommandError(EXIT.usage, explanation, cause);
}

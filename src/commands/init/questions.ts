import { CONNECTION_ID_PATTERN } from '../../domain/ids.js';
import type { ReadArguments } from '../arguments.js';
import { usageError } from '../command-error.js';
import type { Collaborators } from '../command.js';
import type { Asker } from './ask.js';

/** What a first configuration is made of. */
export interface InitAnswers {
  readonly connection: string;
  readonly secrets: 'files' | 'env';
  readonly houzz: {
    readonly userName: string;
    readonly appName: string;
    readonly baseUrl: string | undefined;
    readonly token: string;
  };
  readonly tradegecko: {
    readonly companyId: number;
    readonly stockLocationId: number | undefined;
    readonly baseUrl: string | undefined;
    readonly token: string;
  };
}

const text = (description: string, valueHint: string) => ({ type: 'string', valueHint, description }) as const;

/** The options that answer the questions beforehand. */
export const INIT_OPTIONS = {
  connection: text('a short name for the two accounts; main when left out', 'ID'),
  'houzz-user': text('the Houzz user name that the token belongs to', 'NAME'),
  'houzz-app': text('the application name that Houzz registered with the token', 'NAME'),
  'houzz-url': text('the address of the Houzz API, where it is another', 'URL'),
  company: text('the number of the TradeGecko company that buys the orders', 'N'),
  location: text('the number of the TradeGecko location that ships', 'N'),
  'tradegecko-url': text('the address of the TradeGecko API, where it is another', 'URL'),
  secrets: text('where the tokens stand, one of: files, env', 'WHERE'),
} as const;

/** One question: the option that answers it, and what is asked of a person. */
interface Question {
  readonly option: keyof typeof INIT_OPTIONS;
  readonly ask: string;
  readonly pattern: RegExp;
  /** What is wrong with an answer that does not match. */
  readonly rule: string;
}

const ID: Question = {
  option: 'connection',
  ask: 'A short name for these two accounts',
  pattern: CONNECTION_ID_PATTERN,
  rule: 'Use lower-case letters, digits and single hyphens, at most 32.',
};
const USER: Question = {
  option: 'houzz-user',
  ask: 'The Houzz user name that the token belongs to ("User Name" on its API page)',
  pattern: /^[\u0020-\u007e]{1,200}$/,
  rule: 'Give it as Houzz shows it.',
};
const APP: Question = {
  ...USER,
  option: 'houzz-app',
  ask: 'The application that Houzz registered with the token ("App ID" there)',
};
const NUMBER = { pattern: /^[1-9]\d{0,15}$/, rule: 'Give a number.' };
const COMPANY: Question = {
  option: 'company',
  ask: 'The company in TradeGecko that buys the orders: the number that ends its page address',
  ...NUMBER,
};

type Given = Pick<Collaborators, 'env' | 'isInteractive'>;

/** Takes answers from options and environment; asks a person for the rest, or says which options are missing. */
export async function answerQuestions(args: ReadArguments, { env, isInteractive }: Given): Promise<InitAnswers> {
  const secrets = args.choice('secrets', ['files', 'env']) ?? 'files';
  const given = (question: Question): string | undefined => checked(question, args.text(question.option));
  const location = given({ ...COMPANY, option: 'location', rule: 'Give a number, or leave it out.' });
  const asker = isInteractive ? await openAsker() : undefined;
  if (asker === undefined) assertComplete(args, env);
  const answer = async (question: Question, initial?: string): Promise<string> =>
    given(question) ?? (asker === undefined ? (initial ?? '') : asker.text({ ...question, initial }));
  const token = async (variable: string, ask: string): Promise<string> =>
    env[variable]?.trim() || (asker === undefined || secrets === 'env' ? '' : asker.secret(ask));
  return {
    secrets,
    connection: await answer(ID, 'main'),
    houzz: {
      userName: await answer(USER),
      appName: await answer(APP),
      token: await token('HOUZZ_TOKEN', 'The token that Houzz issued'),
      baseUrl: args.text('houzz-url'),
    },
    tradegecko: {
      companyId: Number(await answer(COMPANY)),
      stockLocationId: location === undefined ? undefined : Number(location),
      token: await token('TRADEGECKO_TOKEN', 'The privileged access token of TradeGecko'),
      baseUrl: args.text('tradegecko-url'),
    },
  };
}

/** Read when somebody is asked, so that scripts do not wait for it. */
const openAsker = async (): Promise<Asker> => (await import('./ask.js')).createAsker();

function checked({ option, pattern, rule }: Question, value: string | undefined): string | undefined {
  if (value === undefined || pattern.test(value)) return value;
  throw usageError(`--${option} cannot be used as it stands.`, rule, 'Give another.');
}

function assertComplete(args: ReadArguments, env: Given['env']): void {
  const options = [USER, APP, COMPANY].filter(({ option }) => args.text(option) === undefined);
  // With `--secrets env` a token may be set later: the check says so.
  const needsTokens = args.text('secrets') !== 'env';
  const variables = needsTokens ? ['HOUZZ_TOKEN', 'TRADEGECKO_TOKEN'].filter((name) => !env[name]?.trim()) : [];
  const missing = [...options.map(({ option }) => `--${option}`), ...variables.map((name) => `${name} (environment)`)];
  if (missing.length === 0) return;
  const why = 'There is no terminal to ask on, and these answers are not given.';
  throw usageError(`Missing: ${missing.join(', ')}.`, why, 'Give them, or run "orderbridge init" in a terminal.');
}

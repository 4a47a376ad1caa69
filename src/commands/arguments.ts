import { parseArgs, type ArgDef, type ArgsDef } from 'citty';
import { nearestName } from '../config/nearest.js';
import { usageError } from './command-error.js';

/** The arguments of one call, checked: only known names, texts that are not empty. */
export interface ReadArguments {
  text(name: string): string | undefined;
  /** A text that must be there. */
  required(name: string): string;
  flag(name: string): boolean;
  whole(name: string, bounds: { readonly min: number; readonly max: number }): number | undefined;
  choice<const Word extends string>(name: string, words: readonly Word[]): Word | undefined;
}

/** Reads a command's arguments; throws a usage error that names the argument. */
export function readArguments(rawArgs: readonly string[], definitions: ArgsDef): ReadArguments {
  // Missing positionals are asked for by `required`, which says how, so that the parser must not refuse them first.
  const lenient = Object.entries(definitions).map(([name, definition]): [string, ArgDef] => [
    name,
    { ...definition, required: false },
  ]);
  const parsed: Readonly<Record<string, unknown>> = parseArgs([...rawArgs], Object.fromEntries(lenient));
  refuseUnknown(parsed, definitions);
  const text = (name: string): string | undefined => textOf(parsed, name);
  return {
    text,
    required: (name) => {
      const value = text(name);
      if (value !== undefined) return value;
      const isPositional = definitions[name]?.type === 'positional';
      const shown = isPositional ? name.toUpperCase() : `--${name}`;
      const why = `It cannot be left out: ${definitions[name]?.description ?? name}.`;
      throw usageError(`${shown} is missing.`, why, 'Give it; --help shows examples.');
    },
    flag: (name) => parsed[name] === true,
    whole: (name, bounds) => wholeOf(name, text(name), bounds),
    choice: (name, words) => {
      const value = text(name);
      const found = words.find((word) => word === value);
      if (value === undefined || found !== undefined) return found;
      throw usageError(`--${name} cannot be "${value}".`, `Known: ${words.join(', ')}.`, 'Give one of these.');
    },
  };
}

function refuseUnknown(parsed: Readonly<Record<string, unknown>>, definitions: ArgsDef): void {
  const options = Object.entries(definitions).filter(([, { type }]) => type !== 'positional');
  const names = options.map(([name]) => name);
  const aliases = options.flatMap(([, definition]) => ('alias' in definition ? (definition.alias ?? []) : []));
  const positionals = Object.keys(definitions).filter((name) => !names.includes(name));
  const known = new Set(['_', ...names, ...aliases, ...names.map(camelCase), ...positionals]);
  const unknown = Object.keys(parsed).find((name) => !known.has(name));
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, names);
    const next = nearest === undefined ? 'Run it again with --help.' : `Did you mean --${nearest}?`;
    throw usageError(
      `There is no option --${unknown}.`,
      `Known: ${names.map((name) => `--${name}`).join(', ')}.`,
      next,
    );
  }
  const given = Array.isArray(parsed['_']) ? parsed['_'].length : 0;
  if (given <= positionals.length) return;
  const why = `This command takes ${positionals.length === 0 ? 'none' : `at most ${positionals.length}`} of them.`;
  throw usageError('There are words that belong to no option.', why, 'Put texts with blanks in quotes.');
}

/** The parser adds the other spelling of a hyphenated name. */
const camelCase = (name: string): string => name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

function textOf(parsed: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = parsed[name];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw usageError(`--${name} has no value.`, 'It takes a text after it.', `Write --${name} VALUE.`);
}

function wholeOf(
  name: string,
  value: string | undefined,
  { min, max }: { readonly min: number; readonly max: number },
): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw usageError(`--${name} cannot be "${value}".`, `It is a whole number from ${min} to ${max}.`, 'Give another.');
}

import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { faultOfFile } from './file-fault.js';

/** Where secrets may be read from. */
export interface SecretSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Paths of secret files are relative to the folder of the configuration file. */
  readonly folder: string;
  /** Told of a file with a secret that everybody on this machine may read. */
  readonly onExposed?: (path: string) => void;
}

type SecretReading =
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'problem'; readonly what: string; readonly next: string };

const namedSource = z.union([
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
  z.strictObject({ file: z.string().min(1) }),
]);

const { anyOf: SOURCES } = z.toJSONSchema(namedSource);

const problem = (what: string, next: string): SecretReading => ({ kind: 'problem', what, next });

/** A secret that the file only names: `{ env: NAME }` or `{ file: PATH }`. The suggested name stands in the advice. */
export const secret = (sources: SecretSources, suggestedName: string) =>
  z
    .unknown()
    .meta({ $comment: '`{ env: NAME }` or `{ file: PATH }`', anyOf: SOURCES, examples: [{ env: suggestedName }] })
    .transform((value, context): string => {
      const reading = readSecret(value, sources, suggestedName);
      if (reading.kind === 'secret') return reading.secret;
      // The input is left out of the issue: it may be the secret itself.
      context.issues.push({ code: 'custom', message: reading.next, input: undefined, params: { what: reading.what } });
      return z.NEVER;
    });

function readSecret(value: unknown, sources: SecretSources, suggestedName: string): SecretReading {
  const howTo = `Write { env: ${suggestedName} } and set that variable, or { file: PATH }.`;
  if (value === undefined || value === null) return problem('is missing', howTo);
  if (typeof value !== 'object') return problem('holds the secret itself', `Take it out of the file. ${howTo}`);
  const named = namedSource.safeParse(value);
  if (!named.success) return problem('names neither a variable nor a file', howTo);
  return 'env' in named.data ? fromVariable(named.data.env, sources) : fromFile(named.data.file, sources);
}

function fromVariable(name: string, { env }: SecretSources): SecretReading {
  const value = env[name];
  if (value === undefined) return problem(`names the variable ${name}, which is not set`, `Set ${name} and try again.`);
  return usable(value, `the variable ${name}`);
}

function fromFile(path: string, { folder, onExposed }: SecretSources): SecretReading {
  const file = resolve(folder, path);
  try {
    const reading = usable(readFileSync(file, 'utf8'), `the file ${path}`);
    if (isExposed(file)) onExposed?.(file);
    return reading;
  } catch (error) {
    return problem(`names the file ${path}, which ${faultOfFile(error)}`, 'Check the path and who may read it.');
  }
}

const OTHERS_READ = 0o004;
const OTHERS_ENTER = 0o001;

/** Whether everybody on this machine may read it; where its folder is closed to others, its own mode matters little. */
function isExposed(file: string): boolean {
  if (process.platform === 'win32') return false;
  return (statSync(file).mode & OTHERS_READ) !== 0 && (statSync(dirname(file)).mode & OTHERS_ENTER) !== 0;
}

function usable(value: string, source: string): SecretReading {
  const trimmed = value.trim();
  if (trimmed === '') return problem(`names ${source}, which is empty`, 'Put the secret there and try again.');
  if (/^[\u0020-\u007e]+$/.test(trimmed)) return { kind: 'secret', secret: trimmed };
  return problem(`names ${source}, whose value has line breaks or unusual letters`, 'Keep one secret alone there.');
}

/** Why a file could not be read, as what is said of it: "is not there". */
export function faultOfFile(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return WORDS[code] ?? `cannot be read (${code})`;
}

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  EISDIR: 'is a folder',
  EACCES: 'may not be read by this user',
};

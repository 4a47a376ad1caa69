/** Beyond these, fields say nothing to a person who reads along. */
const QUIET_FIELDS: readonly string[] = ['level', 'time', 'pid', 'msg'];
const LEVEL_WORDS: Readonly<Record<string, string>> = { fatal: 'fatal: ', error: 'error: ', warn: 'warning: ' };
const TIME_START = 11;
const TIME_END = 19;

/** Rewrites one JSON line of the log for a person: the time of day, what happened, and what belongs to it below. */
export function prettyLine(line: string): string {
  const entry = readEntry(line);
  if (entry === undefined) return line;
  const time = String(entry['time']).slice(TIME_START, TIME_END);
  const head = `${time}  ${LEVEL_WORDS[String(entry['level'])] ?? ''}${String(entry['msg'])}`;
  const rest = Object.entries(entry).filter(([name]) => !QUIET_FIELDS.includes(name));
  const below = rest.flatMap(([name, value]) => linesOf(name, value));
  return `${[head, ...below].map((each, index) => (index === 0 ? each : `          ${each}`)).join('\n')}\n`;
}

function linesOf(name: string, value: unknown): readonly string[] {
  const [first = '', ...others] = (typeof value === 'string' ? value : JSON.stringify(value)).split('\n');
  return [`${name}: ${first}`, ...others];
}

function readEntry(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === 'object' && entry !== null ? { ...entry } : undefined;
  } catch {
    return undefined;
  }
}

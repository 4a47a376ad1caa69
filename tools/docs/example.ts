import { stringify } from 'yaml';
import { configuration } from './configuration.js';
import { inline, keysOf, namedValueOf, type Key, type Value } from './schema.js';

const WIDTH = 118;

const HEAD = `# yaml-language-server: $schema=./orderbridge.schema.json
#
# Orderbridge: the whole configuration. Copy this file to orderbridge.yaml, or name yours in ORDERBRIDGE_CONFIG.
# \`orderbridge check\` reads it, says everything that is wrong with it, and tries both services.
# The first line tells editors which keys there are; docs/configuration.md has them as tables.
#
# Keys that are commented out show their default, or an example where there is none. Durations are written 30s, 2m, 6h,
# 7d. Secrets never stand here: write { env: NAME } for an environment variable, or { file: PATH } for a file (relative
# to the folder of this file).
`;

/** The example file: every key with its meaning, its default or an example. */
export function exampleFile(): string {
  const groups = keysOf(configuration()).map((key) => [`${key.name}:`, ...indent(connectionLines(key))].join('\n'));
  return `${HEAD}\n${groups.join('\n')}\n`;
}

function connectionLines({ value }: Key): readonly string[] {
  const connection = namedValueOf(value) ?? {};
  const names = typeof value.propertyNames === 'object' ? value.propertyNames.examples : undefined;
  const [name] = Array.isArray(names) ? names : [];
  const sections = keysOf(connection).flatMap((key, index) => [...(index === 0 ? [] : ['']), ...sectionLines(key)]);
  return [...comment(connection.description), `${String(name)}:`, ...indent(sections)];
}

function sectionLines(section: Key): readonly string[] {
  const { name, value } = section;
  if (keysOf(value).length === 0) return keyLines(section, {});
  const keys = keysOf(value).flatMap((key) => keyLines(key, value));
  return [...comment(value.description), `${name}:`, ...indent(keys)];
}

/** A key with its meaning above it: live where it has to be written, or where an example says more than its default. */
function keyLines({ name, value }: Key, group: Value): readonly string[] {
  const hasBoth = value.default !== undefined && value.examples !== undefined;
  const isLive = (group.required ?? []).includes(name) || hasBoth;
  const written = value.properties === undefined ? writtenLines(name, sampleOf(value)) : groupLines(name, value);
  return [...comment(value.description), ...(isLive ? written : hide(written))];
}

function groupLines(name: string, value: Value): readonly string[] {
  const keys = keysOf(value).flatMap((key) => [
    ...comment(key.value.description),
    ...writtenLines(key.name, sampleOf(key.value)),
  ]);
  return keys.length === 0 ? [`${name}: {}`] : [`${name}:`, ...indent(keys)];
}

/** What stands after a key: an example, or the default. */
function sampleOf({ default: fallback, examples }: Value): unknown {
  const [example]: readonly unknown[] = Array.isArray(examples) ? examples : [];
  return example ?? fallback;
}

function writtenLines(name: string, value: unknown): readonly string[] {
  const isTree =
    typeof value === 'object' && value !== null && Object.values(value).some((one) => typeof one === 'object');
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value) && !('env' in value);
  if (Array.isArray(value) && isTree) return [`${name}:`, ...value.map((row) => `  - ${inline(row)}`)];
  if (!isMap) return [`${name}: ${inline(value)}`];
  return stringify({ [name]: value }, { singleQuote: true, lineWidth: 0 })
    .trimEnd()
    .split('\n');
}

const hide = (lines: readonly string[]): readonly string[] => lines.map((line) => `# ${line}`);

const indent = (lines: readonly string[]): readonly string[] => lines.map((line) => (line === '' ? '' : `  ${line}`));

/** A text as comment lines; what it stands above is at most eight columns in. */
function comment(text = ''): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= WIDTH - 8) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`# ${word}`);
  }
  return text === '' ? [] : lines;
}

import { wrap } from '../../src/commands/output/text.js';
import { fileSchema } from '../../src/config/config.js';
import { skuRuleRow } from '../../src/config/sku-rule-row.js';
import { formOf, inline, itemOf, keysOf, namedValueOf, schemaOf, type Key, type Value } from './schema.js';
import { code, table } from './tables.js';

const LINE_LENGTH = 120;
const HEADS = ['key', 'form', 'default', 'means'];

/** The whole file. What it is made of reads nothing, so no secret is needed. */
export const configuration = (): Value => schemaOf(fileSchema({ env: {}, folder: '.' }));

/** One connection of it. */
function connectionOf(file: Value): Value {
  const connections = keysOf(file).find(({ name }) => name === 'connections');
  const connection = connections === undefined ? undefined : namedValueOf(connections.value);
  if (connection === undefined) throw new Error('The configuration has no connections.');
  return connection;
}

/** Every key of every section, a table each. */
export function configurationTables(): string {
  const connection = connectionOf(configuration());
  const sections = keysOf(connection).filter(isGroup);
  const single = keysOf(connection).filter((key) => !isGroup(key));
  const ofConnection = [`### The connection itself\n\n${meaningOf(connection)}`, keyTable(single, [])];
  const ofSections = sections.map(({ name, value }) => {
    const keys = keysOf(value);
    const rows = keys.length === 0 ? [] : [keyTable(keys, value.required ?? [])];
    return [`### ${name}\n\n${meaningOf(value)}`, ...rows].join('\n\n');
  });
  return [...ofConnection, ...ofSections].join('\n\n');
}

const meaningOf = ({ description = '' }: Value): string => wrap(description, LINE_LENGTH).join('\n');

const isGroup = ({ value }: Key): boolean => value.properties !== undefined;

function keyTable(keys: readonly Key[], required: readonly string[]): string {
  return table(HEADS, rowsOf(keys, required));
}

function rowsOf(keys: readonly Key[], required: readonly string[]): readonly (readonly string[])[] {
  return keys.flatMap(({ name, value }) => {
    const inner = itemOf(value) ?? value;
    const nested = keysOf(inner).map((key) => ({ ...key, name: `${name}.${key.name}` }));
    const nestedRequired = (inner.required ?? []).map((key) => `${name}.${key}`);
    const fallback = value.default === undefined ? '' : code(inline(value.default));
    const standing = required.includes(name) ? '**required**' : fallback;
    const own = [code(name), formOf(value), standing, value.description ?? ''];
    return [own, ...rowsOf(nested, nestedRequired)];
  });
}

/** The same for editors, as JSON Schema. */
export function editorSchema(): string {
  const file = configuration();
  // A group whose keys all have defaults may stand there with nothing below it, which YAML reads as null.
  for (const { value } of keysOf(connectionOf(file))) allowEmpty(value);
  const title = 'Configuration of Orderbridge';
  return JSON.stringify({ $schema: file.$schema, title, ...file });
}

function allowEmpty(group: Value): void {
  for (const { value } of keysOf(group)) allowEmpty(value);
  const mayBeEmpty = group.type === 'object' && (group.required ?? []).length === 0;
  if (!mayBeEmpty) return;
  const { description, ...rest } = { ...group };
  for (const name of Object.keys(group)) Reflect.deleteProperty(group, name);
  Object.assign(group, { description, anyOf: [rest, { type: 'null' }] });
}

/** The columns of the file of rules for single SKUs. */
export function skuRuleColumns(): string {
  const rows = keysOf(schemaOf(skuRuleRow)).map(({ name, value }) => [
    code(name),
    formOf(value),
    value.description ?? '',
  ]);
  return table(['column', 'form', 'means'], rows);
}

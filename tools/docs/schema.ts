import { stringify } from 'yaml';
import { z } from 'zod';

/** One value of a file, as JSON Schema says it: meaning, form, default, example. */
export type Value = z.core.JSONSchema.BaseSchema;

/** One key of a group. */
export interface Key {
  readonly name: string;
  readonly value: Value;
}

/** What is written, as JSON Schema; `$comment` says in words how. */
export function schemaOf(schema: z.ZodType): Value {
  return z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    override({ zodSchema, jsonSchema }) {
      // Left out where a value is read into another, as an example could be of either side; ours are of what is written.
      const { examples } = z.globalRegistry.get(zodSchema) ?? {};
      if (Array.isArray(examples)) jsonSchema.examples = examples;
      mendGroups(jsonSchema);
    },
  });
}

/** A group may be left out, or stand there with nothing below it, unless one of its keys must be written. */
function mendGroups(group: Value): void {
  const mustStand = (name: string): boolean => {
    const value = group.properties?.[name];
    return typeof value !== 'object' || value.type !== 'object' || (value.required ?? []).length > 0;
  };
  if (group.required !== undefined) group.required = group.required.filter(mustStand);
  if (group.required?.length === 0) delete group.required;
}

/** The keys of a group; none of anything else. */
export function keysOf({ properties = {} }: Value): readonly Key[] {
  return Object.entries(properties).flatMap(([name, value]) => (typeof value === 'object' ? [{ name, value }] : []));
}

/** What stands under any name, where names are free. */
export function namedValueOf({ additionalProperties }: Value): Value | undefined {
  return typeof additionalProperties === 'object' ? additionalProperties : undefined;
}

/** What stands in a list. */
export function itemOf({ items }: Value): Value | undefined {
  return typeof items === 'object' && !Array.isArray(items) ? items : undefined;
}

/** How a value is written, in words. */
export function formOf(value: Value): string {
  if (value.$comment !== undefined) return value.$comment;
  if (value.enum !== undefined) return value.enum.map((word) => `\`${String(word)}\``).join(', ');
  const choices = (value.anyOf ?? []).flatMap((choice) => (typeof choice === 'object' ? [formOf(choice)] : []));
  if (choices.length > 0) return choices.join(' or ');
  const item = itemOf(value);
  if (item !== undefined) return keysOf(item).length > 0 ? 'list of groups' : `list; each: ${formOf(item)}`;
  const named = namedValueOf(value);
  if (named !== undefined) return `group; each: ${formOf(named)}`;
  return plainForm(value);
}

function plainForm({ type, minimum, maximum, const: only }: Value): string {
  if (only !== undefined) return `\`${String(only)}\``;
  if (type === 'boolean') return '`true`, `false`';
  if (type === 'integer') return `whole number from ${minimum ?? 0} to ${maximum ?? 'any'}`;
  if (type === 'null') return '`null`';
  return type === 'object' ? 'group' : 'text';
}

/** A value on one line of the file. */
export function inline(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', singleQuote: true, lineWidth: 0 })
    .trim()
    .replace(/^\[ (.*) \]$/, '[$1]');
}

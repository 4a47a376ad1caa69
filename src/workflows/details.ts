import { setCurrentDetails } from '@temporalio/workflow';

/** One fact for the Web UI: its name, and Markdown made by `plain` or `code`. A fact without a text is left out. */
export type Fact = readonly [name: string, markdown: string];

/** Puts a table of facts into the Web UI, under *User Metadata*; it costs no event. */
export function showFacts(facts: readonly Fact[]): void {
  const rows = facts
    .filter(([, markdown]) => markdown !== '')
    .map(([name, markdown]) => `| ${label(name)} | ${markdown} |`);
  setCurrentDetails(['| | |', '| --- | --- |', ...rows].join('\n'));
}

/** The Web UI breaks a name at its blanks, and sets the two columns without any space between them. */
const label = (name: string): string => `${name.replaceAll(' ', '\u00a0')}\u00a0\u00a0`;

/** A text whose signs mean nothing to Markdown: a SKU or a service's answer may hold any. */
export const plain = (text: string): string => oneLine(text).replaceAll(/[\\`*<[|~]/g, String.raw`\$&`);

/** A text as a sentence begins; what ends it is left to the text. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A text to copy: the Web UI turns straight quotes into curly ones everywhere else, and curly ones are no JSON. */
export function code(text: string): string {
  const fence = text.includes('`') ? ['`` ', ' ``'] : ['`', '`'];
  return fence.join(oneLine(text).replaceAll('|', String.raw`\|`));
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** A summary as Temporal takes it: at most 400 bytes, of which a reader wants the first. */
export function summary(text: string): string {
  const line = oneLine(text);
  return line.length <= SUMMARY_LENGTH_MAX ? line : `${line.slice(0, SUMMARY_LENGTH_MAX - 1)}…`;
}

/** Letters of any language take three bytes at most. */
const SUMMARY_LENGTH_MAX = 130;

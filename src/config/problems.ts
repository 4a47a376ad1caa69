import { isMap, isNode, isScalar, visit, type Document, type LineCounter } from 'yaml';
import type { z } from 'zod';
import { CONNECTION_ID_PATTERN } from '../domain/ids.js';
import type { ConfigProblem } from './config-error.js';

/** A parsed file with what is needed to name its lines. */
export interface ReadDocument {
  readonly document: Document;
  readonly lines: LineCounter;
}

type Path = readonly (string | number)[];

/** What is wrong with the file as YAML. The parser's own messages are not used: they quote lines, secrets included. */
export function syntaxProblems({ document, lines }: ReadDocument): readonly ConfigProblem[] {
  const inOrder = [...document.errors].sort((one, other) => one.pos[0] - other.pos[0]);
  const firstSlip = inOrder.find(({ code }) => code !== 'DUPLICATE_KEY');
  // One slip of the pen makes the parser stumble over every line below it: only where it began is worth telling.
  const told = inOrder.filter((error) => error.code === 'DUPLICATE_KEY' || error === firstSlip);
  return told.map((error) => ({
    where: 'the file',
    line: lines.linePos(error.pos[0]).line,
    what: error.code === 'DUPLICATE_KEY' ? 'names one key twice' : `is not valid YAML (${error.code})`,
    next: 'Check the indentation, the colons and the quotes around this line.',
  }));
}

/** Keys that YAML reads as numbers lose their leading zeros, so that a SKU would silently become another. */
export function numericKeyProblems({ document, lines }: ReadDocument): readonly ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || typeof key.value === 'string') return;
      const line = lines.linePos(key.range?.[0] ?? 0).line;
      const next = 'Put it in quotes, such as "0123": YAML would drop leading zeros.';
      problems.push({ where: 'a key', line, what: 'is not read as text', next });
    },
  });
  return problems;
}

/** Connections whose name cannot stand in ids; looked for here, so that what lies below such a name is checked too. */
export function nameProblems({ document, lines }: ReadDocument): readonly ConfigProblem[] {
  const connections: unknown = document.get('connections', true);
  if (!isMap(connections)) return [];
  return connections.items.flatMap(({ key }) => {
    if (!isScalar(key) || typeof key.value !== 'string' || CONNECTION_ID_PATTERN.test(key.value)) return [];
    const line = lines.linePos(key.range?.[0] ?? 0).line;
    const next = 'Name a connection with lower-case letters, digits and single hyphens, at most 32.';
    return [{ where: `connections.${key.value}`, line, what: 'is no name that can be used', next }];
  });
}

/** What is wrong with the content. */
export function contentProblems(error: z.ZodError, file: ReadDocument): readonly ConfigProblem[] {
  return error.issues.flatMap((issue) => problemsOf(issue, file));
}

/** Problems in the order of the file. */
export function inFileOrder(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return [...problems].sort((one, other) => (one.line ?? 0) - (other.line ?? 0));
}

function problemsOf(issue: z.core.$ZodIssue, file: ReadDocument): readonly ConfigProblem[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    const advice = issue.message.split('\n');
    return issue.keys.map((key, index) => ({
      ...placeOf([...path, key], file),
      what: 'is no key that is known here',
      next: advice[index] ?? '',
    }));
  }
  return [{ ...placeOf(path, file), what: whatOf(issue, isMissing(path, file)), next: issue.message }];
}

function isMissing(path: Path, { document }: ReadDocument): boolean {
  const node: unknown = document.getIn(path, true);
  return node === undefined || node === null || (isScalar(node) && node.value === null);
}

function whatOf(issue: z.core.$ZodIssue, missing: boolean): string {
  if (issue.code === 'custom') return customWhat(issue.params);
  if (missing) return 'is missing';
  if (issue.code === 'too_small') return issue.origin === 'number' ? 'is too small' : 'is empty or too short';
  if (issue.code === 'too_big') return issue.origin === 'number' ? 'is too large' : 'is too long';
  return 'cannot be used as it stands';
}

function customWhat(params: Readonly<Record<string, unknown>> | undefined): string {
  const what = params?.['what'];
  return typeof what === 'string' ? what : 'cannot be used as it stands';
}

/** The path as text, and the line of the deepest part of it that stands in the file. */
function placeOf(path: Path, { document, lines }: ReadDocument): Pick<ConfigProblem, 'where' | 'line'> {
  const where = path.length === 0 ? 'the file' : path.join('.');
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return { where, line: lines.linePos(node.range[0]).line };
  }
  return { where, line: null };
}

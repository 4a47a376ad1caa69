import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { SkuStockRule } from '../domain/stock/rules.js';
import { faultOfFile } from './file-fault.js';
import type { SecretSources } from './secrets.js';
import { findHeaderProblems, readSkuRow, type RowProblem } from './sku-rule-row.js';

const ADVICE = 'Give the path of a CSV file with rules for single SKUs, relative to the folder of this file.';
const FILE_SIZE_MAX = 50_000_000;
/** Who sees fifty problems mends their cause first. */
const PROBLEMS_MAX = 50;

/** What is wrong with the file; `line` is counted from 1, null when it is about the whole file. */
interface FileProblem extends RowProblem {
  readonly line: number | null;
}

interface Reading {
  readonly rules: readonly SkuStockRule[];
  readonly problems: readonly FileProblem[];
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The path of a file of rules for single SKUs, relative to the configuration; the rules themselves inside. */
export const skuRulesFile = ({ folder }: Pick<SecretSources, 'folder'>) =>
  z
    .string({ error: ADVICE })
    .meta({ $comment: 'path of a file' })
    .transform((path, context): readonly SkuStockRule[] => {
      const { rules, problems } = readSkuRules(resolve(folder, path));
      for (const { line, what, next } of problems.slice(0, PROBLEMS_MAX)) {
        const params = { what: `names ${path}, ${line === null ? 'which' : `whose line ${line}`} ${what}` };
        context.issues.push({ code: 'custom', message: next, input: undefined, params });
      }
      return problems.length === 0 ? rules : z.NEVER;
    });

function readSkuRules(path: string): Reading {
  try {
    const text = readFileSync(path, 'utf8');
    if (text.length > FILE_SIZE_MAX) return unusable(null, 'is larger than a list of rules', 'Name the right file.');
    return readRows(rowsOf(text));
  } catch (error) {
    if (error instanceof CsvError) return notCsv(error);
    return unusable(null, faultOfFile(error), 'Check the path and who may read it.');
  }
}

const unusable = (line: number | null, what: string, next: string): Reading => ({
  rules: [],
  problems: [{ line, what, next }],
});

function notCsv({ code, lines }: CsvError): Reading {
  const line = typeof lines === 'number' ? lines : null;
  return unusable(line, `is no CSV (${code})`, 'Check the quotes there: a quote within a text is written twice.');
}

function rowsOf(text: string): readonly Row[] {
  const rows: Row[] = [];
  parse(text, {
    bom: true,
    trim: true,
    relaxColumnCount: true,
    skipEmptyLines: true,
    onRecord: (cells: string[], { lines }) => {
      rows.push({ line: lines, cells });
      return null;
    },
  });
  return rows;
}

function readRows([header, ...rows]: readonly Row[]): Reading {
  if (header === undefined) return unusable(null, 'is empty', 'Begin it with the names of its columns: sku,buffer.');
  const headerProblems = findHeaderProblems(header.cells);
  if (headerProblems.length > 0) {
    return { rules: [], problems: headerProblems.map((problem) => ({ line: header.line, ...problem })) };
  }
  const rules: SkuStockRule[] = [];
  const problems: FileProblem[] = [];
  const lineOf = new Map<string, number>();
  for (const { line, cells } of rows) {
    const read = readSkuRow(header.cells, cells);
    if ('problems' in read) {
      problems.push(...read.problems.map((problem) => ({ line, ...problem })));
      continue;
    }
    const { sku } = read.rule;
    const first = lineOf.get(sku);
    lineOf.set(sku, first ?? line);
    if (first === undefined) rules.push(read.rule);
    else problems.push({ line, what: `names the SKU of line ${first} again`, next: 'Keep one line for each SKU.' });
  }
  return { rules, problems };
}

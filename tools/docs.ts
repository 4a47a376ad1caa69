import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { COMMANDS } from '../src/commands/all-commands.js';
import { EXIT_MEANINGS } from '../src/commands/exit-codes.js';
import { renderCommandHelp } from '../src/commands/output/help.js';
import { PLAIN } from '../src/commands/output/style.js';
import { UI_LISTS } from '../src/commands/ui-links.js';
import { BLOCKING_REASONS, FLAG_REASONS, NEXT_STEP } from '../src/domain/attention.js';
import { ORDER_MOVES, STAGE_WAITS } from '../src/domain/order-state.js';
import { DECISIONS } from '../src/domain/resolution.js';
import { FAULT_KINDS } from '../src/sandbox/faults/kinds.js';
import { HOUZZ_SWITCHES } from '../src/sandbox/houzz/switches.js';
import type { SwitchDeclaration } from '../src/sandbox/service.js';
import { TRADEGECKO_SWITCHES } from '../src/sandbox/tradegecko/switches.js';
import { BENCH_NAMES } from '../test/bench/benches.js';
import { missingPlaces, PERFORMANCE_PAGE } from '../test/bench/page.js';

import { configurationTables, editorSchema, skuRuleColumns } from './docs/configuration.js';
import { environmentTable } from './docs/environment.js';
import { exampleFile } from './docs/example.js';
import { code, table } from './docs/tables.js';

/** A page with the parts that are written from the program itself, by the name between its marks. */
interface Page {
  readonly path: string;
  readonly parts: Readonly<Record<string, () => string | Promise<string>>>;
}

const PAGES: readonly Page[] = [
  {
    path: 'docs/order-states.md',
    parts: {
      'state diagram': stateDiagram,
      stages: stageTable,
      'blocking reasons': () => reasonTable(BLOCKING_REASONS),
      flags: () => reasonTable(FLAG_REASONS),
    },
  },
  {
    path: 'docs/commands.md',
    parts: { commands: commandTable, 'exit codes': exitCodes, 'help of each command': commandHelps },
  },
  {
    path: 'docs/sandbox.md',
    parts: {
      'fault kinds': faultKinds,
      'switches of houzz': () => switchTable(HOUZZ_SWITCHES),
      'switches of tradegecko': () => switchTable(TRADEGECKO_SWITCHES),
    },
  },
  { path: 'docs/web-ui.md', parts: { lists: uiLists } },
  {
    path: 'docs/configuration.md',
    parts: { keys: configurationTables, environment: environmentTable, 'rules of single SKUs': skuRuleColumns },
  },
  { path: 'docs/running-the-worker.md', parts: { environment: environmentTable } },
  { path: 'docs/stock.md', parts: { 'rules of single SKUs': skuRuleColumns } },
];

/** Files that are written whole. */
const FILES: Readonly<Record<string, () => string>> = {
  'orderbridge.example.yaml': exampleFile,
  'orderbridge.schema.json': editorSchema,
};

/** Mermaid takes no hyphens in names, so each stage has a name and a text. */
function stateDiagram(): string {
  const nameOf = (stage: string): string => stage.replaceAll('-', '_');
  const stages = Object.keys(ORDER_MOVES);
  const texts = stages.filter((stage) => stage.includes('-')).map((stage) => `state "${stage}" as ${nameOf(stage)}`);
  const moves = Object.entries(ORDER_MOVES).flatMap(([stage, next]) =>
    next.length === 0 ? [`${nameOf(stage)} --> [*]`] : next.map((each) => `${nameOf(stage)} --> ${nameOf(each)}`),
  );
  const lines = [...texts, `[*] --> ${nameOf(stages[0] ?? '')}`, ...moves].map((line) => `  ${line}`);
  return ['```mermaid', 'stateDiagram-v2', ...lines, '```'].join('\n');
}

function stageTable(): string {
  const waits = new Map(Object.entries(STAGE_WAITS));
  const rows = Object.entries(ORDER_MOVES).map(([stage, next]) => {
    return [code(stage), waits.get(stage) ?? '', next.map(code).join(', ')];
  });
  return table(['stage', 'what it waits for', 'what may follow'], rows);
}

function reasonTable(reasons: readonly (keyof typeof NEXT_STEP)[]): string {
  const decisions = Object.entries(DECISIONS);
  const rows = reasons.map((reason) => {
    const answers = decisions.filter(([, answered]) => answered === reason).map(([decision]) => code(decision));
    return [code(reason), NEXT_STEP[reason], answers.join(', ')];
  });
  const hasDecisions = rows.some(([, , answers]) => answers !== '');
  const heads = ['reason', 'the next step', 'decision'];
  return hasDecisions
    ? table(heads, rows)
    : table(
        heads.slice(0, 2),
        rows.map((row) => row.slice(0, 2)),
      );
}

function commandTable(): string {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => [`[${code(name)}](#${name})`, summary]);
  return table(['command', 'does'], rows);
}

function exitCodes(): string {
  return table(
    ['code', 'meaning'],
    EXIT_MEANINGS.map(([exit, meaning]) => [String(exit), meaning]),
  );
}

/** The very words of `--help`, so that page and program cannot differ. */
async function commandHelps(): Promise<string> {
  const sections = Object.entries(COMMANDS).map(async ([name, { load }]) => {
    const help = renderCommandHelp(name, await load(), PLAIN).split('\n\n');
    // The exit codes are the same for all, and stand in a table above.
    const own = help.filter((block) => !block.startsWith('Exit codes'));
    return `### ${name}\n\n\`\`\`text\n${own.join('\n\n').trimEnd()}\n\`\`\``;
  });
  return (await Promise.all(sections)).join('\n\n');
}

function uiLists(): string {
  return table(
    ['list', 'filter'],
    Object.values(UI_LISTS).map(({ title, filter }) => [title, code(filter)]),
  );
}

function faultKinds(): string {
  const rows = Object.entries(FAULT_KINDS).map(([kind, { options, meets }]) => {
    return [code(kind), options.map(code).join(', '), meets];
  });
  return table(['kind', 'options', 'what the client meets'], rows);
}

function switchTable(switches: readonly SwitchDeclaration[]): string {
  const rows = switches.map(({ name, positions: [first, ...others], unknown }) => {
    return [code(name), [`**${code(first)}**`, ...others.map(code)].join(', '), unknown];
  });
  return table(['switch', 'positions', 'what is unknown'], rows);
}

/** The page as it should be: what stands between the marks is replaced, the rest is kept. */
async function pageOf({ path, parts }: Page): Promise<string> {
  let written = await readFile(path, 'utf8');
  for (const [name, part] of Object.entries(parts)) {
    const begin = `<!-- written by npm run docs: ${name} -->`;
    const start = written.indexOf(begin);
    const end = written.indexOf('<!-- end -->', start);
    if (start === -1 || end === -1) throw new Error(`${path} has no place for "${name}": ${begin} … <!-- end -->`);
    written = `${written.slice(0, start + begin.length)}\n\n${await part()}\n\n${written.slice(end)}`;
  }
  return written;
}

/** Whether the file already holds this text; when not, it is written unless it is only checked. */
async function keep(path: string, text: string): Promise<boolean> {
  const formatted = await format(text, { ...(await resolveConfig(path)), filepath: path });
  if (formatted === (await readFile(path, 'utf8').catch(() => ''))) return true;
  if (!isCheck) await writeFile(path, formatted);
  return false;
}

const isCheck = process.argv.includes('--check');
// Its figures are measured, so they are neither written nor compared here; a bench without a place would be lost.
const missing = missingPlaces(await readFile(PERFORMANCE_PAGE, 'utf8'), BENCH_NAMES);
if (missing.length > 0) throw new Error(`${PERFORMANCE_PAGE} has no place for ${missing.join(', ')}.`);
const stale: string[] = [];
for (const page of PAGES) if (!(await keep(page.path, await pageOf(page)))) stale.push(page.path);
for (const [path, write] of Object.entries(FILES)) if (!(await keep(path, write()))) stale.push(path);
if (stale.length > 0) console.log(`${isCheck ? 'Stale' : 'Written'}: ${stale.join(', ')}`);
if (isCheck && stale.length > 0) {
  console.log('Run npm run docs.');
  process.exitCode = 1;
}

import type { Command, CommandEntry } from '../command.js';
import { EXIT_MEANINGS } from '../exit-codes.js';
import type { Style } from './style.js';
import { COLUMNS, wrap } from './text.js';

/** The help of the whole command line. */
export function renderHelp(commands: Readonly<Record<string, CommandEntry>>, style: Style): string {
  const list = Object.entries(commands).map(([name, { summary }]) => [name, summary] as const);
  return document([
    'Joins a Houzz account to a TradeGecko account: every order a durable workflow.',
    section('Usage', ['orderbridge COMMAND [options]'], style),
    section('Commands', pairs(list), style),
    section('Examples', ['orderbridge check', 'orderbridge start --from now', 'orderbridge orders --json'], style),
    section('Environment', pairs(ENVIRONMENT), style),
    section('Exit codes', pairs(EXIT_MEANINGS), style),
    'Each command has its own help: orderbridge COMMAND --help',
  ]);
}

/** The help of one command. */
export function renderCommandHelp(name: string, command: Command, style: Style): string {
  const { args, description, examples } = command;
  const positionals = Object.entries(args).filter(([, { type }]) => type === 'positional');
  const options = Object.entries(args).filter(([, { type }]) => type !== 'positional');
  const words = positionals.map(([word, { required }]) =>
    required === false ? `[${word.toUpperCase()}]` : word.toUpperCase(),
  );
  const optionRows = options.map(([option, { description: text = '', valueHint, default: given }]) => {
    // What is on unless it is said otherwise can only be switched off.
    const typed = given === true ? `no-${option}` : option;
    return [`--${typed}${valueHint === undefined ? '' : ` ${valueHint}`}`, text] as const;
  });
  const wordRows = positionals.map(([word, { description: text = '' }]) => [word.toUpperCase(), text] as const);
  return document([
    wrap(description, COLUMNS).join('\n'),
    section('Usage', [['orderbridge', name, ...words, '[options]'].join(' ')], style),
    ...(wordRows.length === 0 ? [] : [section('Arguments', pairs(wordRows), style)]),
    section('Options', pairs(optionRows), style),
    section('Examples', examples, style),
    section('Exit codes', pairs(EXIT_MEANINGS), style),
  ]);
}

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['ORDERBRIDGE_CONFIG', 'the configuration file instead of ./orderbridge.yaml'],
  ['ORDERBRIDGE_UI_URL', "the address of Temporal's Web UI, for links"],
  ['ORDERBRIDGE_STATE', 'where the worker keeps a Temporal of its own; found there unless one is named'],
  ['TEMPORAL_ADDRESS', "Temporal's address; TEMPORAL_NAMESPACE and the others work as in every tool"],
  ['NO_COLOR', 'any value: no colours'],
];

const document = (blocks: readonly string[]): string => `${blocks.join('\n\n')}\n`;

const section = (title: string, lines: readonly string[], style: Style): string =>
  [style.bold(title), ...lines.map((line) => `  ${line}`)].join('\n');

/** Two columns; the second goes on below itself. */
function pairs(rows: readonly (readonly [string | number, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => String(left).length));
  return rows.flatMap(([left, right]) =>
    wrap(right, COLUMNS - width - 4).map(
      (line, index) => `${(index === 0 ? String(left) : '').padEnd(width)}  ${line}`,
    ),
  );
}

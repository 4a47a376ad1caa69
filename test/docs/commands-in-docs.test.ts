import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'mocha';
import { COMMANDS } from '../../src/commands/all-commands.js';
import { readArguments } from '../../src/commands/arguments.js';
import { EXIT } from '../../src/commands/exit-codes.js';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import { readArguments as readSandboxArguments } from '../../src/sandbox/arguments.js';
import { deskOf, endSchedules, type Ran } from '../support/command-line.js';
import { lamp, openBridge, type Bridge } from '../support/bridge.js';
import { addressOf, inlineCodeOf, readPages, shellCommandsOf, type Said } from './pages.js';
import { readCalls, type Call } from './shell.js';

/** A command in the documents. */
interface Typed extends Call {
  readonly where: string;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const manifest: unknown = JSON.parse(readFileSync(addressOf('package.json'), 'utf8'));
const scripts = isRecord(manifest) && isRecord(manifest['scripts']) ? manifest['scripts'] : {};

/** Tools of the host, which are no business of ours. */
const HOST_TOOLS = [
  'cd',
  'curl',
  'docker',
  'export',
  'git',
  'journalctl',
  'source',
  'sudo',
  'systemctl',
  'tar',
  'tcld',
];
const NPM_OWN = ['ci', 'install', 'link', 'test', 'start'];

/** Run by tests of their own: `test/journey` and `test/bridge/operator-tools.test.ts`. */
const RUN_ELSEWHERE = ['demo', 'init'];

/** The recipes of this page are run by `test/sandbox/recipes.test.ts`; what starts the sandbox is looked at here. */
const RECIPES = 'docs/sandbox.md';

function typedInDocs(): readonly Typed[] {
  return readPages().flatMap((page) => {
    const inBlocks = shellCommandsOf(page).filter(({ text }) => page.path !== RECIPES || /^npm /.test(text));
    const inSentences = inlineCodeOf(page).filter(({ text }) =>
      /^(?:orderbridge |npx |npm (?:run |start|test))/.test(text),
    );
    return [...inBlocks, ...inSentences].flatMap(toTyped);
  });
}

const toTyped = ({ where, text }: Said): readonly Typed[] => readCalls(text).map((call) => ({ where, ...call }));

/** What a command of the command line gets, however it was called; undefined for other programs. */
function ownArguments({ program, args }: Call): readonly string[] | undefined {
  if (program === 'orderbridge') return args;
  if (program !== 'npm') return undefined;
  const words = args.filter((arg) => arg !== '--silent');
  const rest = words[words.indexOf('--')] === undefined ? [] : words.slice(words.indexOf('--') + 1);
  if (words[0] === 'start') return ['demo', ...rest];
  return words[0] === 'run' && words[1] === 'orderbridge' ? rest : undefined;
}

async function assertOwn(argv: readonly string[]): Promise<void> {
  const [name = '', ...rest] = argv;
  if (['--help', '--version', 'help', ''].includes(name)) return;
  const command = await COMMANDS[name]?.load();
  assert.ok(command, `there is a command ${name}`);
  readArguments(rest, command.args);
}

/** The options of a script that is no command of the command line stand in its own source. */
function assertScript(name: string, args: readonly string[]): void {
  const script = scripts[name];
  assert.ok(typeof script === 'string', `package.json has a script ${name}`);
  if (name === 'sandbox') {
    readSandboxArguments(args);
    return;
  }
  const source = /\S+\.m?[tj]s/.exec(script)?.[0];
  const code = source === undefined ? '' : readFileSync(addressOf(source), 'utf8');
  for (const option of args.filter((arg) => arg.startsWith('--'))) {
    assert.match(code, new RegExp(`\\b${option.slice(2)}\\b`), `npm run ${name} knows ${option}`);
  }
}

function assertNpm(args: readonly string[]): void {
  const [verb = '', name = ''] = args.filter((arg) => arg !== '--silent');
  const at = args.indexOf('--');
  if (verb === 'run') assertScript(name, at < 0 ? [] : args.slice(at + 1));
  else assert.ok(NPM_OWN.includes(verb), `npm ${verb} is known`);
}

/** What is built comes from a source; everything else is there. */
function assertFile(path: string): void {
  const source = path.replace(/^dist\/(.*)\.js$/, 'src/$1.ts');
  assert.ok(existsSync(addressOf(source)), `${path} comes from ${source}`);
}

async function assertKnown(typed: Typed): Promise<void> {
  const { program, args } = typed;
  const own = ownArguments(typed);
  if (own !== undefined) await assertOwn(own);
  else if (program === 'npm') assertNpm(args);
  else if (program === 'npx') assert.ok(existsSync(addressOf(`node_modules/.bin/${args[0] ?? ''}`)), 'it is installed');
  else if (program === 'node') assertFile(args[0] ?? '');
  else if (program === 'cp') assertFile(args.find((arg) => !arg.startsWith('-')) ?? '');
  else assert.ok(HOST_TOOLS.includes(program), `${program} is a tool that this test knows`);
}

const shown = ({ program, args }: Call): string => [program, ...args].join(' ');

function distinct(all: readonly Typed[]): readonly Typed[] {
  return [...new Map(all.map((typed) => [shown(typed), typed])).values()];
}

describe('the commands in the documents', () => {
  const all = typedInDocs();

  it('are found', () => {
    assert.ok(all.length > 50, `${all.length} are found`);
    assert.ok(new Set(all.map(({ where }) => where.split(':')[0])).size > 5);
  });

  it('ask for a word where this test thinks so', async () => {
    const commands = await Promise.all(
      Object.entries(COMMANDS).map(async ([name, { load }]) => ({ name, ...(await load()) })),
    );
    const asking = commands.filter(({ args }) => Object.values(args).some(({ type }) => type === 'positional'));

    assert.deepEqual(asking.map(({ name }) => name).sort(), WITH_A_WORD);
  });

  for (const typed of distinct(all)) {
    it(`are known with all their words: ${shown(typed)} (${typed.where})`, () => assertKnown(typed));
  }
});

/** They ask for an order or a SKU: alone, they are only named within a sentence. */
const WITH_A_WORD = ['cancel', 'completion', 'inventory', 'order', 'release', 'resolve', 'retry'];

const isCall = ([name = '', ...rest]: readonly string[]): boolean =>
  name in COMMANDS && !RUN_ELSEWHERE.includes(name) && (rest.length > 0 || !WITH_A_WORD.includes(name));

/** Every call of the command line in the documents, once. */
function callsInDocs(): readonly (readonly string[])[] {
  const all = typedInDocs().flatMap((typed) => [ownArguments(typed) ?? []]);
  return [...new Map(all.map((argv) => [argv.join(' '), argv])).values()].filter(isCall);
}

describe('the commands in the documents, run at a bridge', function () {
  this.timeout(60_000);
  let bridge: Bridge;
  let type: (...argv: string[]) => Promise<Ran>;
  let delivered: ChannelOrderId;
  let reference: string;
  let wrongSkus = 0;

  before(async () => {
    bridge = await openBridge({ stock: { 'LAMP-1': 100 } });
    type = await deskOf(bridge);
    await type('start', '--from', '2020-01-01');
    delivered = await bridge.sweepIn();
    await bridge.reaches(delivered, 'awaiting-shipment');
    ({ reference } = await bridge.status(delivered));
  });

  after(async () => {
    await endSchedules(bridge.id);
    await bridge.close();
  });

  /** An order that waits for a person because of its SKU; for a retry, the cause is mended by now. */
  async function waitingOrder(command: string): Promise<{ readonly id: string; readonly sku: string }> {
    wrongSkus += 1;
    const sku = `LAMP-WRONG-${wrongSkus}`;
    const id = await bridge.sweepIn(lamp({ lines: [{ sku, quantity: 2, price: '25.00' }] }));
    await bridge.reaches(id, 'needs-attention');
    if (command === 'retry') await bridge.control.tradegecko.putVariant(sku, { price: '25.00' });
    return { id, sku };
  }

  /** What stands for something in a document becomes what there is at the bridge. */
  async function filled(argv: readonly string[]): Promise<readonly string[]> {
    const [command = ''] = argv;
    const changes = ['retry', 'resolve', 'release', 'cancel'].includes(command);
    const { id, sku } = changes ? await waitingOrder(command) : { id: delivered, sku: 'LAMP-1' };
    return argv.map((word, place) => {
      const previous = argv[place - 1];
      if (previous === '--connection') return bridge.id;
      if (previous === '--config') return bridge.configPath;
      if (previous === '--new-sku') return 'LAMP-1';
      if (previous === '--sku') return sku;
      if (place !== 1 || word.startsWith('-')) return word;
      if (command === 'order') return word.startsWith('HZ-') ? reference : id;
      if (command === 'inventory') return 'LAMP-1';
      return changes ? id : word;
    });
  }

  /** Without a finding of the guard there is nothing to accept. */
  const expectedOf = (argv: readonly string[]): readonly number[] =>
    argv.includes('--accept') ? [EXIT.notFound] : [EXIT.fine, EXIT.needsPerson];

  for (const argv of callsInDocs()) {
    it(`end as they should: orderbridge ${argv.join(' ')}`, async () => {
      const { code, out, error } = await type(...(await filled(argv)));

      assert.ok(expectedOf(argv).includes(code), `It ended with ${code}:\n${out}${error}`);
      // What follows is told of a connection that works.
      if (argv[0] === 'stop') await type('start');
    });
  }
});

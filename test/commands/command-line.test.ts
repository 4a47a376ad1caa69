import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { COMMANDS } from '../../src/commands/all-commands.js';
import type { ReadArguments } from '../../src/commands/arguments.js';
import { runCommandLine } from '../../src/commands/command-line.js';
import { rendered, type Collaborators, type Command } from '../../src/commands/command.js';
import { EVERY_COMMAND } from '../../src/commands/common-arguments.js';
import { EXIT, EXIT_MEANINGS } from '../../src/commands/exit-codes.js';
import { SILENT } from '../../src/commands/output/progress.js';
import { ConfigError } from '../../src/config/config-error.js';
import { ApiError } from '../../src/ports/api-error.js';

const unopened = (): never => assert.fail('Nothing may be opened here.');

const COLLABORATORS: Collaborators = {
  env: {},
  cwd: '/',
  now: () => 0,
  loadConfig: unopened,
  connectTemporal: async () => unopened(),
  openServices: unopened,
  progress: SILENT,
  isInteractive: false,
};

/** A command that gives back what it read of its arguments, or does what a test asks. */
const commandOf = (run: (args: ReadArguments) => unknown): Command => ({
  summary: 'paint a fence',
  description: 'Paints a fence in a colour.',
  examples: ['orderbridge paint north --colour red'],
  args: {
    fence: { type: 'positional', description: 'which fence' },
    colour: { type: 'string', valueHint: 'NAME', description: 'the colour' },
    coats: { type: 'string', description: 'how many coats' },
    'dry-first': { type: 'boolean', description: 'let it dry' },
    ...EVERY_COMMAND,
  },
  run: async (args) =>
    rendered({ exitCode: EXIT.fine, data: { read: run(args) }, render: (_, style) => style.bold('painted') }),
});

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly error: string;
  readonly closed: number;
}

interface Around {
  readonly isTerminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

async function call(argv: readonly string[], command = commandOf(() => 'nothing'), around: Around = {}): Promise<Ran> {
  const ran = { out: '', error: '', closed: 0 };
  const offer = {
    commands: {
      paint: { summary: command.summary, load: async () => command },
      other: { summary: 'never read', load: async () => unopened() },
    },
    openCollaborators: async () => ({
      collaborators: COLLABORATORS,
      close: async () => {
        ran.closed += 1;
      },
    }),
  };
  const code = await runCommandLine(argv, offer, {
    env: around.env ?? {},
    cwd: '/',
    version: '1.2.3',
    isTerminal: around.isTerminal ?? false,
    write: (text) => {
      ran.out += text;
    },
    writeError: (text) => {
      ran.error += text;
    },
  });
  return { code, ...ran };
}

const throwing = (error: Error): Command =>
  commandOf(() => {
    throw error;
  });

describe('the command line', () => {
  it('reads positionals, texts, whole numbers and flags', async () => {
    const command = commandOf((args) => [
      args.required('fence'),
      args.text('colour'),
      args.whole('coats', { min: 1, max: 3 }),
      args.flag('dry-first'),
    ]);

    const { code, out } = await call(
      ['paint', 'north', '--colour=red', '--coats', '2', '--dry-first', '--json'],
      command,
    );

    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), { read: ['north', 'red', 2, true] });
  });

  it('leaves out what is not given', async () => {
    const command = commandOf((args) => [
      args.text('colour') ?? null,
      args.whole('coats', { min: 1, max: 3 }) ?? null,
      args.flag('dry-first'),
    ]);

    assert.deepEqual(JSON.parse((await call(['paint', '--json'], command)).out), { read: [null, null, false] });
  });

  it('prints data as one JSON document on standard output and nothing else', async () => {
    const { out, error } = await call(['paint', '--json']);

    assert.deepEqual([JSON.parse(out), error], [{ read: 'nothing' }, '']);
  });

  it('is plain when piped, in a dumb terminal and with NO_COLOR, and marked in a terminal', async () => {
    const bare = await call(['paint']);
    const colourless = await call(['paint'], undefined, { isTerminal: true, env: { NO_COLOR: '1' } });
    const dumb = await call(['paint'], undefined, { isTerminal: true, env: { TERM: 'dumb' } });
    const marked = await call(['paint'], undefined, { isTerminal: true });

    assert.deepEqual([bare.out, colourless.out, dumb.out], ['painted\n', 'painted\n', 'painted\n']);
    assert.match(marked.out, /^\u001b\[1mpainted/);
  });

  it('closes what it opened, after success and after failure', async () => {
    assert.equal((await call(['paint'])).closed, 1);
    assert.equal((await call(['paint'], throwing(new Error('no')))).closed, 1);
  });

  const WRONG: readonly (readonly [claim: string, argv: readonly string[], error: RegExp])[] = [
    ['an unknown command', ['pant'], /no command "pant"[^]*Did you mean "paint"\?/],
    ['an option before the command', ['--debug=false', 'paint'], /no command "--debug=false"[^]*command comes first/],
    ['an unknown option', ['paint', '--color', 'red'], /no option --color\.[^]*Did you mean --colour\?/],
    ['a negated unknown option', ['paint', '--no-such'], /no option --such/],
    ['an option without its value', ['paint', 'north', '--colour'], /--colour has no value/],
    ['a missing positional', ['paint'], /FENCE is missing/],
    ['too many words', ['paint', 'north', 'south'], /words that belong to no option/],
    ['a number out of bounds', ['paint', 'north', '--coats', '9'], /whole number from 1 to 3/],
    ['a number that is none', ['paint', 'north', '--coats', 'two'], /--coats cannot be "two"/],
  ];
  for (const [claim, argv, error] of WRONG) {
    it(`refuses ${claim} in three lines and ends with 2`, async () => {
      const command = commandOf((args) => [
        args.required('fence'),
        args.text('colour'),
        args.whole('coats', { min: 1, max: 3 }),
      ]);

      const ran = await call(argv, command);

      assert.equal(ran.code, EXIT.usage);
      assert.match(ran.error, error);
      assert.equal(ran.error.trimEnd().split('\n').length, 3);
      assert.equal(ran.out, '');
    });
  }
});

describe('the help', () => {
  it('lists every command without reading it', async () => {
    const { code, out } = await call(['--help']);

    assert.equal(code, 0);
    assert.match(out, /paint\s+paint a fence\n\s+other\s+never read/);
  });

  it('is shown with exit code 2 when no command is given', async () => {
    const { code, out } = await call([]);

    assert.equal(code, EXIT.usage);
    assert.match(out, /Usage/);
  });

  it('of one command is the same by "help NAME", and names the nearest where there is none', async () => {
    const asked = await call(['help', 'paint']);
    const mistyped = await call(['help', 'pant']);

    assert.deepEqual([asked.code, asked.out], [0, (await call(['paint', '--help'])).out]);
    assert.match(mistyped.error, /Did you mean "paint"\?/);
  });

  it('of a command shows its arguments, options, examples and all exit codes, and opens nothing', async () => {
    const { code, out, closed } = await call(['paint', '--help']);

    assert.deepEqual([code, closed], [0, 0]);
    for (const part of [/orderbridge paint FENCE \[options\]/, /--colour NAME\s+the colour/, /north --colour red/]) {
      assert.match(out, part);
    }
    for (const [exit, meaning] of EXIT_MEANINGS) assert.match(out, new RegExp(`^  ${exit}\\s+${meaning}$`, 'm'));
  });

  it('gives the version', async () => {
    assert.equal((await call(['--version'])).out, '1.2.3\n');
  });

  for (const [name, entry] of Object.entries(COMMANDS)) {
    it(`of ${name} fits 80 columns, has examples and repeats the summary of the list`, async () => {
      const command = await entry.load();
      const { out } = await call(['paint', '--help'], command);

      assert.ok(
        out.split('\n').every((line) => line.length <= 80),
        out,
      );
      assert.ok(command.examples.length > 0);
      assert.equal(command.summary, entry.summary);
    });
  }
});

describe('an error', () => {
  const apiError = (code: 'unauthorised' | 'unreachable'): ApiError =>
    new ApiError({ code, service: 'Houzz', method: 'GET', path: 'getOrders', what: 'no' });
  const TABLE: readonly (readonly [claim: string, error: Error, code: number])[] = [
    [
      'of the configuration',
      new ConfigError('a.yaml', [{ where: 'x', line: 1, what: 'is y', next: 'Do z.' }]),
      EXIT.usage,
    ],
    ['of a service that cannot be reached', apiError('unreachable'), EXIT.unreachable],
    ['of credentials', apiError('unauthorised'), EXIT.needsPerson],
    ['of our own', new TypeError('oops'), EXIT.ourFault],
  ];
  for (const [claim, error, code] of TABLE) {
    it(`${claim} ends with ${code} in three lines, without a stack`, async () => {
      const ran = await call(['paint'], throwing(error));

      assert.equal(ran.code, code);
      assert.match(ran.error, /^Error: .+\n {2}why: {2}.+\n {2}next: .+\n$/);
    });
  }

  it('shows where it came from with --debug only', async () => {
    const failing = throwing(new Error('outer', { cause: new Error('inner') }));

    assert.doesNotMatch((await call(['paint'], failing)).error, /at .*command-line/);
    assert.match((await call(['paint', '--debug'], failing)).error, /at [^]*caused by Error: inner/);
  });

  it('is one JSON document with --json', async () => {
    const { out } = await call(['paint', '--json'], throwing(new TypeError('oops')));

    assert.deepEqual(JSON.parse(out), {
      error: {
        what: 'Something went wrong inside this program.',
        why: 'TypeError: oops',
        next: 'Run the command again with --debug and report what it prints.',
        exitCode: 70,
      },
    });
  });

  it('lists every problem of a configuration', async () => {
    const problems = ['a', 'b', 'c'].map((where) => ({ where, line: null, what: 'is missing', next: 'Add it.' }));

    const { error } = await call(['paint'], throwing(new ConfigError('f.yaml', problems)));

    assert.match(error, /a is missing\. Add it\.\n +b is missing\. Add it\.\n +c is missing/);
  });
});

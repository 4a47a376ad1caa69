import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { msToTs } from '@temporalio/common/lib/time.js';
import { after, before, describe, it } from 'mocha';
import type { ChannelOrderId } from '../../src/domain/ids.js';
import { lamp, openBridge, SECRETS, type Bridge } from '../support/bridge.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';
import { runAt } from '../support/command-line.js';
import { runStarter } from '../support/program.js';
import { temporalEnv } from '../support/stand-ins.js';

const NOWHERE = '127.0.0.1:9';
const FRESH = 'orders-were-never-here';

/** One mistake, or one misfortune, as an operator meets it. */
interface Mishap {
  readonly claim: string;
  readonly argv: readonly string[];
  readonly code: number;
  readonly what: RegExp;
  readonly next: RegExp;
  /** The word of the operator's file that is changed, and what it becomes. */
  readonly file?: readonly [from: string | RegExp, to: string];
  readonly env?: Readonly<Record<string, string>>;
}

const ORDER = '{order}';

// The ones that an operator is most likely to meet, in the order of a first week.
const MISHAPS: readonly Mishap[] = [
  { claim: 'a mistyped command', argv: ['chek'], code: 2, what: /no command "chek"/, next: /Did you mean "check"\?/ },
  {
    claim: 'a mistyped option',
    argv: ['start', '--form', 'now'],
    code: 2,
    what: /--form/,
    next: /Did you mean --from\?/,
  },
  {
    claim: 'no configuration',
    argv: ['start'],
    code: 2,
    what: /nothing\.yaml cannot be used/,
    next: /orderbridge check/,
    env: { ORDERBRIDGE_CONFIG: '/nothing.yaml' },
  },
  {
    claim: 'a mistyped key',
    argv: ['start'],
    code: 2,
    what: /cannot be used/,
    next: /Mend/,
    file: ['stockLocationId', 'stockLocationID'],
  },
  {
    claim: 'a file that is no YAML',
    argv: ['start'],
    code: 2,
    what: /cannot be used/,
    next: /Mend/,
    file: ['connections:', 'connections: ['],
  },
  {
    claim: 'a secret that is not set',
    argv: ['start'],
    code: 2,
    what: /cannot be used/,
    next: /Mend/,
    file: ['HOUZZ_TOKEN', 'HOUSE_TOKEN'],
  },
  {
    claim: 'a secret in the file itself',
    argv: ['start'],
    code: 2,
    what: /cannot be used/,
    next: /Mend/,
    file: ['{ env: HOUZZ_TOKEN }', SECRETS.HOUZZ_TOKEN],
  },
  {
    claim: 'a connection that is not there',
    argv: ['start', '--connection', 'mian'],
    code: 2,
    what: /no connection "mian"/,
    next: /Give one of these/,
  },
  {
    claim: 'no Temporal',
    argv: ['orders'],
    code: 3,
    what: /could not be reached at 127/,
    next: /TEMPORAL_ADDRESS/,
    env: { TEMPORAL_ADDRESS: NOWHERE },
  },
  {
    claim: 'a namespace that is not there',
    argv: ['orders'],
    code: 2,
    what: /no namespace "nope"/,
    next: /TEMPORAL_NAMESPACE/,
    env: { TEMPORAL_NAMESPACE: 'nope' },
  },
  {
    claim: 'a namespace that is not made ready',
    argv: ['orders'],
    code: 1,
    what: /not made ready/,
    next: /orderbridge setup/,
    env: { TEMPORAL_NAMESPACE: FRESH },
  },
  {
    claim: 'a file of certificates that is not there',
    argv: ['orders'],
    code: 2,
    what: /cannot be used/,
    next: /Mend/,
    env: { TEMPORAL_TLS_CLIENT_CERT_PATH: '/nothing.pem', TEMPORAL_TLS_CLIENT_KEY_PATH: '/nothing.key' },
  },
  {
    claim: 'a token that Houzz refuses',
    argv: ['start', '--from', 'now'],
    code: 1,
    what: /Houzz did not answer as needed \(unauthorised\)/,
    next: /token/i,
    env: { HOUZZ_TOKEN: 'wrong' },
  },
  {
    claim: 'a Houzz that cannot be reached',
    argv: ['start', '--from', 'now'],
    code: 3,
    what: /Houzz did not answer as needed \(unreachable\)/,
    next: /houzz\.baseUrl/,
    file: [/baseUrl: \S+/, `baseUrl: http://${NOWHERE}`],
  },
  {
    claim: 'a web page instead of the API',
    argv: ['start', '--from', 'now'],
    code: 1,
    what: /Houzz did not answer as needed/,
    next: /./,
    file: [/baseUrl: (\S+)/, 'baseUrl: $1/pages'],
  },
  {
    claim: 'a date that is none',
    argv: ['start', '--from', 'tuesday'],
    code: 2,
    what: /"tuesday" is no date/,
    next: /--from now/,
  },
  {
    claim: 'a date to come',
    argv: ['start', '--from', '2090-01-01'],
    code: 2,
    what: /has not come yet/,
    next: /--from now/,
  },
  { claim: 'a poll before the start', argv: ['poll'], code: 4, what: /was never started/, next: /orderbridge start/ },
  {
    claim: 'an order that nobody knows',
    argv: ['order', '9999-0000-0000-0000'],
    code: 4,
    what: /There is no order/,
    next: /orderbridge orders/,
  },
  {
    claim: 'a text that can be no id',
    argv: ['order', 'the "red" lamp'],
    code: 2,
    what: /cannot be an id/,
    next: /orderbridge orders/,
  },
  {
    claim: 'a stage that is none',
    argv: ['orders', '--stage', 'stuck'],
    code: 2,
    what: /--stage cannot be "stuck"/,
    next: /Give one/,
  },
  { claim: 'a cancel without a reason', argv: ['cancel', ORDER], code: 2, what: /--reason is missing/, next: /--help/ },
  {
    claim: 'a resolution of nothing',
    argv: ['resolve', ORDER, '--why', 'x'],
    code: 2,
    what: /cannot be told to an order/,
    next: /one line/,
  },
  {
    claim: 'a decision that does not fit',
    argv: ['resolve', ORDER, '--why', 'x', '--decision', 'accept-total'],
    code: 1,
    what: /does not take this/,
    next: /orderbridge order/,
  },
  {
    claim: 'a configuration that is there already',
    argv: ['init', '--company', '1'],
    code: 2,
    what: /is there already/,
    next: /--config/,
  },
];

describe('the mishaps that an operator is most likely to meet', function () {
  this.timeout(60_000);
  let bridge: Bridge;
  let folder: string;
  let order: ChannelOrderId;
  let env: Record<string, string>;

  before(async function () {
    this.timeout(120_000);
    folder = mkdtempSync(join(tmpdir(), 'orderbridge-errors-'));
    bridge = await openBridge();
    env = { ...(await temporalEnv()), ...SECRETS };
    order = await bridge.sweepIn(lamp({ lines: [{ sku: 'NONE', quantity: 1, price: '25.00' }] }));
    await bridge.reaches(order, 'needs-attention');
    await until('it is listed', async () => (await runAt(at(), ['order', order])).code === 1);
    const { connection } = (await testTemporal()).client;
    const workflowExecutionRetentionPeriod = msToTs('1 day');
    await connection.workflowService.registerNamespace({ namespace: FRESH, workflowExecutionRetentionPeriod });
    const isKnown = async () => (await runAt(at({ TEMPORAL_NAMESPACE: FRESH }), ['orders'])).code !== 2;
    await until('the fresh namespace is known', isKnown);
  });

  after(async () => {
    await bridge.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const at = (more: Readonly<Record<string, string>> = {}, path = bridge.configPath) => ({
    cwd: '/',
    env: { ...env, ORDERBRIDGE_CONFIG: path, ...more },
  });

  function fileOf({ file }: Mishap): string {
    if (file === undefined) return bridge.configPath;
    const path = join(folder, 'changed.yaml');
    writeFileSync(path, readFileSync(bridge.configPath, 'utf8').replace(file[0], file[1]));
    return path;
  }

  /** What, why and next; no stack, no secret. */
  function assertExplained(error: string, { what, next }: Mishap): void {
    const [first = '', second = '', third = '', ...more] = error.trimEnd().split('\n');
    assert.deepEqual(more, [], error);
    assert.match(first, /^Error: .+[.?]$/);
    assert.match(first, what);
    assert.match(second, /^ {2}why: {2}.+/);
    assert.match(third, /^ {2}next: .+/);
    assert.match(third, next);
    assert.doesNotMatch(error, /^ +at /m);
    for (const secret of Object.values(SECRETS)) assert.ok(!error.includes(secret), error);
  }

  for (const mishap of MISHAPS) {
    const { claim, argv, code } = mishap;
    it(`explain ${claim} in three lines and end with ${code}`, async () => {
      const typed = argv.map((word) => (word === ORDER ? order : word));

      const ran = await runAt(at(mishap.env, fileOf(mishap)), typed);

      assert.equal(ran.code, code, ran.out + ran.error);
      assertExplained(ran.error, mishap);
    });
  }

  it('show the same in a process of its own, and a stack with --debug only', async () => {
    const refused = MISHAPS.find(({ claim }) => claim === 'a token that Houzz refuses') ?? assert.fail();
    const place = at(refused.env);

    const [plain, debug] = await Promise.all([
      runStarter(refused.argv, place.env),
      runStarter([...refused.argv, '--debug'], place.env),
    ]);

    assert.deepEqual([plain.code, debug.code, plain.out], [1, 1, '']);
    assertExplained(plain.error, refused);
    assert.match(debug.error, /^ +at /m);
  });
});

import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { ConfigError, type ConfigProblem } from '../../src/config/config-error.js';
import type { Config } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import { createAuthority } from '../clients/support/certificates.js';

const ENV = { HOUZZ_TOKEN: 'hz-secret-1', TRADEGECKO_TOKEN: 'tg-secret-2' };

const COMPLETE = `
connections:
  main:
    houzz: { token: { env: HOUZZ_TOKEN }, userName: seller, appName: app }
    tradegecko: { token: { env: TRADEGECKO_TOKEN }, companyId: 7 }
`;

let folder: string;

const load = (text: string, env: Record<string, string> = ENV): Config => {
  writeFileSync(join(folder, 'orderbridge.yaml'), text);
  return loadConfig({ env, cwd: folder });
};

function failure(text: string, env: Record<string, string> = ENV): ConfigError {
  try {
    load(text, env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  return assert.fail('The configuration was accepted.');
}

const problems = (text: string, env: Record<string, string> = ENV): readonly ConfigProblem[] =>
  failure(text, env).problems;

/** The complete file with one more section or key under `main`. */
const withLines = (...lines: readonly string[]): string => COMPLETE + lines.map((line) => `    ${line}\n`).join('');

const first = (config: Config) => config.connections[0] ?? assert.fail('There is no connection.');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'orderbridge-config-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a complete configuration', () => {
  it('needs six keys and has a default for every other', () => {
    const { id, houzz, tradegecko, orders, shipments, inventory } = first(load(COMPLETE));

    assert.equal(id, 'main');
    assert.deepEqual(houzz, {
      baseUrl: 'https://api.houzz.com',
      token: 'hz-secret-1',
      userName: 'seller',
      appName: 'app',
      accountType: 'seller',
      flow: 'auto-charge',
      permissions: { updateInventory: true, processOrders: true },
      timeoutMs: 30_000,
    });
    assert.deepEqual(tradegecko, {
      baseUrl: 'https://api.tradegecko.com',
      token: 'tg-secret-2',
      companyId: 7,
      createAs: 'finalized',
      numberFields: 'reference-first',
      quota: { reserve: 15, slots: 4, callsPerSlot: 3 },
      timeoutMs: 30_000,
      lateAnswerMs: 600_000,
    });
    assert.deepEqual(orders, {
      rules: {
        referencePrefix: 'HZ-',
        currency: 'USD',
        homeCountry: 'US',
        taxLine: true,
        hold: false,
        tags: ['houzz'],
        skuRules: [],
      },
      pollEveryMs: 120_000,
      slowPaceMs: 21_600_000,
      slowRetryMs: 3_600_000,
      voidedCancelCode: null,
      overdueAfterMs: 432_000_000,
    });
    assert.deepEqual(shipments, {
      pollEveryMs: 300_000,
      overlapMs: 900_000,
      slowPaceMs: 21_600_000,
      trackingWaitMs: 86_400_000,
      reportAt: 'when-complete',
      shipWithoutTracking: false,
      shipping: { methods: [], unmapped: 'pass-through' },
    });
    assert.deepEqual(inventory, {
      enabled: true,
      syncEveryMs: 900_000,
      raiseAfterMs: 2_700_000,
      rules: { locations: [], buffer: 0, percentage: 100, floor: 0, cap: null, untrackedQuantity: 100 },
      skuRules: [],
      guard: { zeroShare: 20, zeroMin: 3, itemsShare: 50 },
    });
  });

  it('is frozen to its leaves', () => {
    const config = load(COMPLETE);

    assert.ok(Object.isFrozen(config) && Object.isFrozen(first(config).orders.rules.tags));
  });

  it('keeps several connections in the order of the file', () => {
    const second = COMPLETE.split('\n').slice(2).join('\n').replace('main:', 'a-2:').replace('seller', 'other');

    assert.deepEqual(
      load(COMPLETE + second).connections.map(({ id }) => id),
      ['main', 'a-2'],
    );
  });

  it('passes a void on only where both the wish and the code are given', () => {
    const codeOf = (line: string) => first(load(withLines(line))).orders.voidedCancelCode;

    assert.equal(codeOf(`orders: { voidedInOrderSystem: cancel-in-channel, voidedCancelCode: '2' }`), '2');
    assert.equal(codeOf(`orders: { voidedCancelCode: '2' }`), null);
  });

  it('turns aliases and kits into one list of rules', () => {
    const text = withLines('orders:', '  aliases: { A: B }', '  kits: { SET: { TABLE: 1, CHAIR: 4 } }');

    assert.deepEqual(first(load(text)).orders.rules.skuRules, [
      { channelSku: 'A', parts: [{ sku: 'B', quantity: 1 }] },
      {
        channelSku: 'SET',
        parts: [
          { sku: 'TABLE', quantity: 1 },
          { sku: 'CHAIR', quantity: 4 },
        ],
      },
    ]);
  });

  it('takes a group whose keys are all commented out as left out', () => {
    assert.deepEqual(first(load(withLines('orders:', '  aliases:', 'inventory:'))).orders.rules.skuRules, []);
  });

  it('is found by path, then by ORDERBRIDGE_CONFIG, then in the working folder', () => {
    load(COMPLETE);
    writeFileSync(join(folder, 'by-env.yaml'), COMPLETE);
    writeFileSync(join(folder, 'by-path.yaml'), COMPLETE);
    const env = { ...ENV, ORDERBRIDGE_CONFIG: 'by-env.yaml' };

    assert.equal(loadConfig({ env: ENV, cwd: folder }).path, join(folder, 'orderbridge.yaml'));
    assert.equal(loadConfig({ env, cwd: folder }).path, join(folder, 'by-env.yaml'));
    assert.equal(loadConfig({ env, cwd: folder, path: 'by-path.yaml' }).path, join(folder, 'by-path.yaml'));
  });
});

describe('the example configuration', () => {
  const example = readFileSync(new URL('../../orderbridge.example.yaml', import.meta.url), 'utf8');

  it('loads as it stands', () => {
    assert.equal(first(load(example)).shipments.shipping.methods.length, 2);
  });

  it('shows true defaults: uncommenting every default changes nothing', () => {
    const noDefault = [
      ...['basicAuth', 'userName', 'password', 'proxy', 'url', 'tls', 'ca'],
      ...['stockLocationId', 'aliases', 'kits', 'defaultMethod', 'importStatuses', 'otherHubPattern'],
      'skuRules',
    ];
    const uncommented = example
      .split('\n')
      .map((line) => {
        const [, indent = '', inner = '', key = ''] = /^( *)# ((?: {2})?([a-z][A-Za-z]*):.*)$/.exec(line) ?? [];
        return key === '' || noDefault.includes(key) ? line : indent + inner;
      })
      .join('\n');

    assert.notEqual(uncommented, example);
    assert.deepEqual(load(uncommented).connections, load(example).connections);
  });
});

describe('what is wrong in a configuration', () => {
  it('is named all at once, with line and next step, in the order of the file', () => {
    const text = [
      'connections:',
      '  main:',
      '    houzz: { token: hz-secret-1, appName: app }',
      '    tradegecko:',
      '      token: { env: NOT_SET }',
      '      companyId: seven',
      '    orders:',
      '      pollEvry: 2m',
      '      slowRetry: soon',
      '      kits: { A: { B: 0 } }',
      '  Other_One: {}',
    ].join('\n');

    assert.deepEqual(
      problems(text).map(({ where, line, what }) => `${where} @${line ?? '-'} ${what}`),
      [
        'connections.main.houzz.token @3 holds the secret itself',
        'connections.main.houzz.userName @3 is missing',
        'connections.main.tradegecko.token @5 names the variable NOT_SET, which is not set',
        'connections.main.tradegecko.companyId @6 cannot be used as it stands',
        'connections.main.orders.pollEvry @8 is no key that is known here',
        'connections.main.orders.slowRetry @9 is no duration',
        'connections.main.orders.kits.A.B @10 is too small',
        'connections.Other_One @11 is no name that can be used',
        ...['houzz.token', 'houzz.userName', 'houzz.appName', 'tradegecko.token', 'tradegecko.companyId'].map(
          (key) => `connections.Other_One.${key} @11 is missing`,
        ),
      ],
    );
  });

  it('names the nearest known key for each unknown one', () => {
    const found = problems(withLines('orders: { poll_every: 2m, currncy: USD, zzz: 1 }'));

    assert.deepEqual(
      found.map(({ next }) => next.slice(0, 26)),
      ['Did you mean "pollEvery"?', 'Did you mean "currency"?', 'Known here: referencePrefi'],
    );
  });

  it('includes every missing required key of an empty connection', () => {
    assert.deepEqual(
      problems('connections: { main: }').map(({ where, what }) => `${where} ${what}`),
      [
        'connections.main.houzz.token is missing',
        'connections.main.houzz.userName is missing',
        'connections.main.houzz.appName is missing',
        'connections.main.tradegecko.token is missing',
        'connections.main.tradegecko.companyId is missing',
      ],
    );
  });

  const ONE_PROBLEM: readonly (readonly [claim: string, text: () => string, what: RegExp])[] = [
    ['an empty file', () => '', /is missing/],
    ['a file without connections', () => 'connections: {}', /holds no connection/],
    ['a key that stands twice', () => `${COMPLETE}connections: {}`, /names one key twice/],
    ['broken YAML', () => 'connections: [', /is not valid YAML/],
    ['an alias without its anchor', () => 'connections: *none', /lead nowhere|is not valid YAML/],
    ['a SKU that YAML reads as a number', () => withLines('orders: { aliases: { 0123: A } }'), /is not read as text/],
    ['an alias that is a number', () => withLines('orders: { aliases: { A: 0123 } }'), /cannot be used/],
    [
      'a SKU that is alias and kit',
      () => withLines('orders: { aliases: { A: B }, kits: { A: { C: 1 } } }'),
      /both|stands under/,
    ],
    [
      'a kit that holds another kit',
      () => withLines('orders: { kits: { PARTY: { CAKE: 1, TEA: 2 }, TEA: { POT: 1, CUP: 2 } } }'),
      /^holds "TEA", which is a kit itself$/,
    ],
    [
      'an alias that stands for a kit',
      () => withLines('orders: { aliases: { OLD: TEA }, kits: { TEA: { POT: 1, CUP: 2 } } }'),
      /^holds "TEA", which is a kit itself$/,
    ],
    ['a country in words', () => withLines('orders: { homeCountry: Germany }'), /cannot be used/],
    ['an empty kit', () => withLines('orders: { kits: { A: {} } }'), /cannot be used/],
    [
      'a pattern without a place for the id',
      () => withLines(`orders: { otherHubPattern: 'HZZ' }`),
      /cannot be used|HZZ/,
    ],
    ['an empty list of statuses', () => withLines('orders: { importStatuses: [] }'), /is empty/],
    ['a duration out of bounds', () => withLines('orders: { pollEvery: 9d }'), /is 9d, which is out of bounds/],
    ['a duration without unit', () => withLines('shipments: { overlap: 15 }'), /cannot be used/],
    ['a percentage above 100', () => withLines('inventory: { percentage: 101 }'), /is too large/],
    [
      'a void that is to be passed on without a code',
      () => withLines('orders: { voidedInOrderSystem: cancel-in-channel }'),
      /is missing, and voidedInOrderSystem needs it/,
    ],
    ['a carrier row without method', () => withLines('shipments: { carriers: [{ carrier: UPS }] }'), /is missing/],
    [
      'two rows for one carrier',
      () => withLines('shipments: { carriers: [{ carrier: UPS, method: A }, { carrier: ups, method: B }] }'),
      /repeats the carrier/,
    ],
    ['an alert key', () => withLines('alerts: { mail: me }'), /no key that is known/],
    [
      'an address of another protocol',
      () => COMPLETE.replace('appName:', 'baseUrl: "ftp://h", appName:'),
      /neither https/,
    ],
    [
      'two connections of one Houzz account',
      () => COMPLETE + COMPLETE.split('\n').slice(2).join('\n').replace('main:', 'two:'),
      /is the Houzz account of connection main again/,
    ],
  ];
  for (const [claim, text, what] of ONE_PROBLEM) {
    it(`is one problem for ${claim}`, () => {
      const found = problems(text());

      assert.equal(found.length, 1, JSON.stringify(found));
      assert.match(found[0]?.what ?? '', what);
      assert.notEqual(found[0]?.next, '');
    });
  }

  it('is a file that is not there, with the two ways to name one', () => {
    assert.throws(
      () => loadConfig({ env: {}, cwd: folder }),
      /orderbridge\.yaml[^]*the file is not there\. Run \"orderbridge init\"[^]*ORDERBRIDGE_CONFIG/,
    );
  });
});

describe('secrets', () => {
  const withToken = (token: string): string => COMPLETE.replace('{ env: HOUZZ_TOKEN }', token);

  it('are read from a file beside the configuration, without the line break at its end', () => {
    writeFileSync(join(folder, 'token.txt'), 'from-file\n');

    assert.equal(first(load(withToken('{ file: token.txt }'))).houzz.token, 'from-file');
  });

  it('are named where everybody on this machine may read their file, unless its folder is closed to others', () => {
    chmodSync(folder, 0o755);
    const file = join(folder, 'token.txt');
    writeFileSync(file, 'from-file\n');
    const exposedAt = (mode: number): readonly string[] => {
      chmodSync(file, mode);
      return load(withToken('{ file: token.txt }')).exposedSecrets;
    };

    assert.deepEqual([exposedAt(0o600), exposedAt(0o640), exposedAt(0o644)], [[], [], [file]]);
    chmodSync(folder, 0o700);
    assert.deepEqual(exposedAt(0o644), []);
  });

  it('may guard a Houzz address with Basic authentication', () => {
    const text = COMPLETE.replace('appName:', 'basicAuth: { userName: u, password: { env: HOUZZ_TOKEN } }, appName:');

    assert.deepEqual(first(load(text)).houzz.basicAuth, { userName: 'u', password: 'hz-secret-1' });
  });

  const WRONG: readonly (readonly [claim: string, token: string, what: RegExp])[] = [
    ['an unset variable by its name', '{ env: NO_SUCH }', /variable NO_SUCH, which is not set/],
    ['an empty variable', '{ env: EMPTY }', /variable EMPTY, which is empty/],
    ['a missing file by its path', '{ file: none.txt }', /file none\.txt, which is not there/],
    ['a variable with two lines', '{ env: TWO_LINES }', /line breaks or unusual/],
    ['a secret in the file', 'hz-secret-1', /holds the secret itself/],
    ['both sources at once', '{ env: HOUZZ_TOKEN, file: a }', /neither a variable nor a file/],
    ['an unknown source', '{ vault: a }', /neither a variable nor a file/],
    ['nothing', '', /is missing/],
  ];
  for (const [claim, token, what] of WRONG) {
    it(`refuse ${claim}`, () => {
      const [only, ...more] = problems(withToken(token), { ...ENV, EMPTY: ' ', TWO_LINES: 'hz-secret-1\nb' });

      assert.deepEqual(more, []);
      assert.match(only?.what ?? '', what);
      assert.match(only?.next ?? '', /\{ env: HOUZZ_TOKEN \}|Set NO_SUCH|again|Check the path|alone/);
    });
  }

  const LEAKS: readonly (readonly [claim: string, text: () => string])[] = [
    ['written as a secret', () => withToken('hz-secret-1')],
    ['with a broken line beside it', () => `${withToken('"hz-secret-1')}\n  : [`],
    ['as an unknown source', () => withToken('{ env: hz-secret-1 }')],
    ['as a duration', () => withLines('orders: { pollEvery: hz-secret-1 }')],
    ['as a choice', () => COMPLETE.replace('appName:', 'accountType: hz-secret-1, appName:')],
    ['in an address', () => COMPLETE.replace('appName:', 'baseUrl: "https://u:hz-secret-1@h", appName:')],
    ['as a list', () => withToken('[hz-secret-1]')],
  ];
  for (const [claim, text] of LEAKS) {
    it(`never reach an error, ${claim}`, () => {
      const error = failure(text());

      assert.ok(!`${error.message}${error.stack ?? ''}${JSON.stringify(error.problems)}`.includes('hz-secret-1'));
      assert.equal(error.cause, undefined);
    });
  }
});

describe('the way to the services', () => {
  const withHouzz = (text: string): string => COMPLETE.replace('appName:', `${text}, appName:`);
  const withTradegecko = (text: string): string => COMPLETE.replace('companyId:', `${text}, companyId:`);
  const PROXY_ENV = { ...ENV, PROXY_PASSWORD: 'pr-secret-3' };

  it('leads through a proxy, with credentials or without, for each service by itself', () => {
    const proxy = 'proxy: { url: "http://way.example:3128/", userName: u, password: { env: PROXY_PASSWORD } }';

    const { houzz, tradegecko } = first(load(withHouzz(proxy), PROXY_ENV));
    const other = first(load(withTradegecko('proxy: { url: https://way.example }')));

    assert.deepEqual(houzz.proxy, { url: 'http://way.example:3128', userName: 'u', password: 'pr-secret-3' });
    assert.equal(tradegecko.proxy, undefined);
    assert.deepEqual([other.houzz.proxy, other.tradegecko.proxy], [undefined, { url: 'https://way.example' }]);
  });

  it('can be shared by an anchor', () => {
    const text = withTradegecko('proxy: *way').replace('appName:', 'proxy: &way { url: "http://way:1" }, appName:');

    const { houzz, tradegecko } = first(load(text));

    assert.deepEqual([houzz.proxy, tradegecko.proxy], [{ url: 'http://way:1' }, { url: 'http://way:1' }]);
  });

  it('trusts the certificates of a file beside the configuration, and leaves out what else stands there', () => {
    const authority = createAuthority();
    const pem = authority.ca;
    authority.close();
    writeFileSync(join(folder, 'ca.pem'), `A note\n${pem}\n-----BEGIN KEY-----\nabc\n-----END KEY-----\n${pem}`);

    const { tls } = first(load(withTradegecko('tls: { ca: ca.pem }'))).tradegecko;

    assert.equal(tls?.ca.match(/BEGIN CERTIFICATE/g)?.length, 2);
    assert.doesNotMatch(tls.ca, /KEY|note/);
  });

  const WRONG: readonly (readonly [claim: string, text: () => string, where: string, what: RegExp])[] = [
    ['a proxy without address', () => withHouzz('proxy: {}'), 'houzz.proxy.url', /is missing/],
    ['a proxy with a path', () => withHouzz('proxy: { url: "http://way/x" }'), 'houzz.proxy.url', /holds a path/],
    ['a proxy of another kind', () => withHouzz('proxy: { url: "socks://way" }'), 'houzz.proxy.url', /neither https/],
    [
      'a proxy with its password in the address',
      () => withHouzz('proxy: { url: "http://u:pr-secret-3@way" }'),
      'houzz.proxy.url',
      /must not stand in the file/,
    ],
    [
      'a proxy with its password in the file',
      () => withTradegecko('proxy: { url: "http://way", userName: u, password: pr-secret-3 }'),
      'tradegecko.proxy.password',
      /holds the secret itself/,
    ],
    [
      'a user without password',
      () => withTradegecko('proxy: { url: "http://way", userName: u }'),
      'tradegecko.proxy.password',
      /is missing beside userName/,
    ],
    [
      'a password without user',
      () => withHouzz('proxy: { url: "http://way", password: { env: HOUZZ_TOKEN } }'),
      'houzz.proxy.userName',
      /is missing beside password/,
    ],
    ['a mistyped key', () => withHouzz('proxy: { adress: "http://way" }'), 'houzz.proxy.url', /is missing/],
    ['an authority without file', () => withHouzz('tls: {}'), 'houzz.tls.ca', /is missing/],
    [
      'an authority that is not there',
      () => withHouzz('tls: { ca: no.pem }'),
      'houzz.tls.ca',
      /names a file that is not there/,
    ],
    ['a file without a certificate', () => withHouzz('tls: { ca: note }'), 'houzz.tls.ca', /without a certificate/],
    ['a broken certificate', () => withHouzz('tls: { ca: broken }'), 'houzz.tls.ca', /is no certificate/],
    [
      'a Basic password in the file',
      () => withHouzz('basicAuth: { userName: u, password: pr-secret-3 }'),
      'houzz.basicAuth.password',
      /holds the secret itself/,
    ],
    [
      'a user with a colon',
      () => withHouzz('proxy: { url: "http://way", userName: "a:b", password: { env: HOUZZ_TOKEN } }'),
      'houzz.proxy.userName',
      /holds a colon/,
    ],
    ['Basic credentials without a user', () => withHouzz('basicAuth: {}'), 'houzz.basicAuth.userName', /is missing/],
  ];
  for (const [claim, text, where, what] of WRONG) {
    it(`is refused for ${claim}, by its key`, () => {
      writeFileSync(join(folder, 'note'), 'no certificate here');
      writeFileSync(join(folder, 'broken'), '-----BEGIN CERTIFICATE-----\nabcd\n-----END CERTIFICATE-----');

      const error = failure(text(), PROXY_ENV);

      const [problem] = error.problems;
      assert.equal(problem?.where, `connections.main.${where}`);
      assert.match(problem.what, what);
      assert.notEqual(problem.next, '');
      assert.doesNotMatch(error.message, /pr-secret/);
    });
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readArguments } from '../../src/sandbox/arguments.js';

describe("the sandbox's command line", () => {
  it('needs nothing', () => {
    const given = readArguments([]);

    assert.equal(given?.isJson, false);
    assert.deepEqual([given.options.houzzPort, given.options.tradegeckoPort, given.options.seed], [4801, 4802, 1]);
    assert.deepEqual([given.options.plant, given.options.stateDir], [undefined, undefined]);
  });

  it('takes every option', () => {
    const text =
      '--houzz-port 1 --tradegecko-port 2 --state ./w --seed 3 --orders 4 --skus 5 --now 2026-11-20T10:00:00Z --json ' +
      '--switch a=b --switch c=d --houzz-token t --houzz-user u --houzz-app p --account-type vendor --quota 30/60';

    const given = readArguments([...text.split(' '), '--tradegecko-token', 'x']);

    assert.deepEqual(given, {
      isJson: true,
      options: {
        houzzPort: 1,
        tradegeckoPort: 2,
        stateDir: './w',
        seed: 3,
        plant: { orders: 4, skus: 5 },
        startAt: '2026-11-20T10:00:00Z',
        switches: { a: 'b', c: 'd' },
        houzz: { token: 't', userName: 'u', appName: 'p', accountType: 'vendor' },
        tradegecko: { token: 'x', quota: { limit: 30, windowMs: 60_000 } },
      },
    });
  });

  it('gives orders something to be ordered', () => {
    assert.deepEqual(readArguments(['--orders', '3'])?.options.plant, { orders: 3, skus: 50 });
  });

  it('asks for nothing else where help is wanted', () => {
    assert.equal(readArguments(['-h']), undefined);
  });

  for (const [args, complaint] of [
    [['--ordres', '3'], /Unknown option '--ordres'/],
    [['fast'], /Unexpected argument 'fast'/],
    [['--orders', 'many'], /--orders must be a whole number from 0 to 1000000/],
    [['--orders', '3', '--skus', '0'], /--orders needs SKUs to order/],
    [['--houzz-port', '70000'], /--houzz-port must be a whole number from 0 to 65535/],
    [['--now', 'soon'], /--now must be a time such as/],
    [['--switch', 'houzz.page-cap'], /--switch takes NAME=POSITION; houzz\.page-cap is none/],
    [['--account-type', 'buyer'], /--account-type must be seller or vendor/],
    [['--quota', '300'], /--quota takes LIMIT\/SECONDS/],
  ] as const) {
    it(`refuses ${args.join(' ')}`, () => {
      assert.throws(() => readArguments(args), complaint);
    });
  }
});

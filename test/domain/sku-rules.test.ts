import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { ProductLine } from '../../src/domain/channel-order.js';
import { sumOf } from '../../src/domain/money.js';
import type { SkuRule } from '../../src/domain/order-rules.js';
import { findRuleProblem, nestedKitIn, partsOf, resolveLine } from '../../src/domain/sku-rules.js';
import { aCoupon, aKit, aProduct } from './builders.js';

interface Case {
  readonly title: string;
  readonly line: Partial<ProductLine>;
  readonly rules: readonly SkuRule[];
  /** SKU, quantity, unit price. */
  readonly items: readonly (readonly [string, number, number])[];
  readonly remainder: number;
}

const TEA = aKit('TEA', { POT: 1, CUP: 2 });

const CASES: readonly Case[] = [
  { title: 'stands for itself without a rule', line: {}, rules: [], items: [['LAMP-1', 1, 2500]], remainder: 0 },
  {
    title: 'stands for itself when the rules name others',
    line: { quantity: 2 },
    rules: [TEA, aKit('lamp-1', { X: 1 })],
    items: [['LAMP-1', 2, 2500]],
    remainder: 0,
  },
  {
    title: 'is replaced by its alias at the same price',
    line: { quantity: 4 },
    rules: [aKit('LAMP-1', { 'L-100': 1 })],
    items: [['L-100', 4, 2500]],
    remainder: 0,
  },
  {
    title: 'follows one rule only, so an alias of an alias is no alias',
    line: {},
    rules: [aKit('LAMP-1', { L1: 1 }), aKit('L1', { L2: 1 })],
    items: [['L1', 1, 2500]],
    remainder: 0,
  },
  {
    title: 'of a pack becomes as many units at their share',
    line: { quantity: 2, unitPrice: 1200 },
    rules: [aKit('LAMP-1', { BULB: 6 })],
    items: [['BULB', 12, 200]],
    remainder: 0,
  },
  {
    title: 'of a kit is shared evenly when the price allows it',
    line: { sku: 'TEA', unitPrice: 3000 },
    rules: [TEA],
    items: [
      ['POT', 1, 1000],
      ['CUP', 2, 1000],
    ],
    remainder: 0,
  },
  {
    title: 'of a kit keeps the cent that cannot be shared',
    line: { sku: 'TEA', unitPrice: 1000 },
    rules: [TEA],
    items: [
      ['POT', 1, 333],
      ['CUP', 2, 333],
    ],
    remainder: 1,
  },
  {
    title: 'of several kits keeps what cannot be shared of each',
    line: { sku: 'TEA', unitPrice: 1001, quantity: 5 },
    rules: [TEA],
    items: [
      ['POT', 5, 333],
      ['CUP', 10, 333],
    ],
    remainder: 10,
  },
  {
    title: 'of a kit cheaper than its parts in cents is all remainder',
    line: { sku: 'TEA', unitPrice: 2 },
    rules: [TEA],
    items: [
      ['POT', 1, 0],
      ['CUP', 2, 0],
    ],
    remainder: 2,
  },
  {
    title: 'of a free kit is free in all its parts',
    line: { sku: 'TEA', unitPrice: 0 },
    rules: [TEA],
    items: [
      ['POT', 1, 0],
      ['CUP', 2, 0],
    ],
    remainder: 0,
  },
];

describe('SKU rules', () => {
  for (const { title, line, rules, items, remainder } of CASES) {
    it(`a line ${title}`, () => {
      const resolved = resolveLine(aProduct(line), rules);

      const expected = items.map(([sku, quantity, unitPrice]) => ({ kind: 'item', sku, quantity, unitPrice }));
      assert.deepEqual(resolved, { items: expected, remainder });
    });
  }

  it('name the parts of a kit, and a SKU without a rule as its own part', () => {
    assert.deepEqual(partsOf('TEA', [TEA]), TEA.parts);
    assert.deepEqual(partsOf('LAMP-1', [TEA]), [{ sku: 'LAMP-1', quantity: 1 }]);
  });

  it('take a SKU exactly as it is spelled: another case, space or zero is another SKU', () => {
    const rules = [aKit('Lamp 1', { A: 1 }), aKit('007', { B: 1 })];

    for (const sku of ['lamp 1', 'LAMP 1', 'Lamp  1', 'Lamp1', '7', '07']) {
      assert.deepEqual(partsOf(sku, rules), [{ sku, quantity: 1 }]);
    }
    assert.deepEqual(partsOf('Lamp 1', rules), [{ sku: 'A', quantity: 1 }]);
    assert.deepEqual(partsOf('007', rules), [{ sku: 'B', quantity: 1 }]);
  });

  for (const sku of [
    'a/b?c=d&e#f',
    `"it's" <100%>`,
    'Größe é 椅子 🪑',
    '0001',
    ' ',
    'x'.repeat(100),
    '__proto__',
    'constructor',
  ]) {
    it(`take ${JSON.stringify(sku)} for a SKU like any other`, () => {
      const items = [{ kind: 'item', sku, quantity: 2, unitPrice: 2500 }];

      assert.deepEqual(resolveLine(aProduct({ sku, quantity: 2 }), []), { items, remainder: 0 });
      assert.deepEqual(partsOf(sku, [aKit(sku, { A: 1 })]), [{ sku: 'A', quantity: 1 }]);
    });
  }

  it('are applied once: two names that stand for each other change places', () => {
    const rules = [aKit('A', { B: 1 }), aKit('B', { A: 1 })];

    assert.deepEqual([partsOf('A', rules), partsOf('B', rules)], [rules[0]?.parts, rules[1]?.parts]);
    assert.deepEqual(
      rules.map((rule) => nestedKitIn(rule, rules)),
      [undefined, undefined],
    );
  });

  const nested: readonly (readonly [what: string, rule: SkuRule, part: string | undefined])[] = [
    ['a kit with another kit in it', aKit('PARTY', { CAKE: 1, TEA: 2 }), 'TEA'],
    ['a pack of a kit', aKit('TEAS', { TEA: 2 }), 'TEA'],
    ['another name for a kit', aKit('TEA-OLD', { TEA: 1 }), 'TEA'],
    ['a pack of an item of its own name', aKit('CUP', { CUP: 6 }), undefined],
    ['a kit of items', aKit('SET', { CUP: 2, POT: 1 }), undefined],
    ['a kit with an item that is also the other name of one', aKit('SET', { MUG: 2, POT: 1 }), undefined],
  ];
  for (const [what, rule, part] of nested) {
    it(`${part === undefined ? 'allow' : 'refuse'} ${what}`, () => {
      const rules = [rule, TEA, aKit('MUG', { CUP: 1 })];

      assert.equal(nestedKitIn(rule, rules), part);
      const problem = findRuleProblem({ lines: [aProduct({ sku: rule.channelSku })] }, rules);
      assert.equal(problem?.reason, part === undefined ? undefined : 'unknown-sku');
    });
  }

  it('refuse kits that hold each other, without going round', () => {
    const rules = [aKit('A', { B: 2 }), aKit('B', { A: 2 })];

    assert.deepEqual(
      rules.map((rule) => nestedKitIn(rule, rules)),
      ['B', 'A'],
    );
  });

  it('say nothing of coupons and of SKUs without a rule', () => {
    assert.equal(findRuleProblem({ lines: [aCoupon(), aProduct({ sku: 'FREE' })] }, [TEA]), undefined);
  });

  for (const [what, parts] of Object.entries({
    'no part': {},
    'a part of zero': { A: 0, B: 1 },
    'a part below zero': { A: -1, B: 2 },
    'a broken part': { A: 0.5 },
  })) {
    it(`refuse at once a rule with ${what}, which the configuration lets nobody write`, () => {
      assert.throws(() => resolveLine(aProduct(), [aKit('LAMP-1', parts)]), RangeError);
    });
  }

  it('keep the price of every kit, at less than a cent of remainder for each unit', () => {
    const cases = fc.record({
      unitPrice: fc.integer({ min: -100_000, max: 100_000_000 }),
      quantity: fc.integer({ min: 1, max: 1000 }),
      needs: fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }),
    });
    fc.assert(
      fc.property(cases, ({ unitPrice, quantity, needs }) => {
        const kit = aKit('SET', Object.fromEntries(needs.map((needed, index) => [`P${index}`, needed])));

        const { items, remainder } = resolveLine(aProduct({ sku: 'SET', unitPrice, quantity }), [kit]);

        const shared = sumOf(items.map((item) => item.unitPrice * item.quantity));
        assert.equal(shared + remainder, unitPrice * quantity);
        assert.equal(Math.abs(remainder) < sumOf(items.map((item) => item.quantity)), true);
      }),
    );
  });
});

import { z } from 'zod';
import { isOtherHubPattern } from '../domain/reference.js';
import type { OrderRules, SkuRule } from '../domain/order-rules.js';
import { nestedKitIn } from '../domain/sku-rules.js';
import { choice, duration, flag, optionalGroup, section, text, wholeNumber } from './fields.js';

const skuMap = <Value extends z.ZodType>(value: Value) =>
  z.record(z.string().trim().min(1, { error: 'Give the SKU that Houzz shows.' }), value, {
    error: 'Write one SKU a line: the SKU in Houzz, a colon, what it stands for.',
  });

const ALIAS_ADVICE = 'Give the SKU in TradeGecko, in quotes when it is all digits.';

const writtenOrders = section({
  referencePrefix: z
    .string({ error: 'Give a short prefix in quotes.' })
    .regex(/^[A-Za-z0-9-]{0,12}$/, { error: 'Use at most twelve letters, digits and hyphens.' })
    .prefault('HZ-')
    .describe(
      'Put before the short form of the Houzz order id: HZ-GFTK6Z2WRK. At most twelve letters, digits and hyphens.',
    ),
  currency: z
    .string({ error: 'Give the three letters of the currency.' })
    .regex(/^[A-Z]{3}$/, { error: 'Give three capital letters, such as USD.' })
    .prefault('USD')
    .describe('The currency of all amounts, in three capital letters.'),
  homeCountry: z
    .string({ error: 'Give the two letters of the country.' })
    .regex(/^[A-Z]{2}$/, { error: 'Give two capital letters, such as US.' })
    .prefault('US')
    .describe('The country of an address that names none, in two capital letters.'),
  aliases: optionalGroup(skuMap(text(ALIAS_ADVICE))).meta({
    description: 'A SKU in Houzz, and the one it stands for in TradeGecko. Put SKUs that are all digits in quotes.',
    examples: [{ 'LAMP-RED-HOUZZ': 'LAMP-RED' }],
  }),
  kits: optionalGroup(
    skuMap(
      skuMap(wholeNumber(1, 9_999, 'Say how many of the part one kit holds.')).refine(
        (parts) => Object.keys(parts).length > 0,
        { error: 'Name at least one part with its quantity.' },
      ),
    ),
  ).meta({
    description:
      'A SKU in Houzz that stands for several in TradeGecko, with the quantity of each. The parts are SKUs of ' +
      'TradeGecko, never other kits.',
    examples: [{ 'TABLE-AND-CHAIRS': { TABLE: 1, CHAIR: 4 } }],
  }),
  taxLine: flag('Say true or false: does tax become a line of the sales order?')
    .prefault(true)
    .describe('Whether tax becomes a line of the sales order. When not, totals are compared without it.'),
  hold: flag('Say true or false: does every order wait for a release by hand?')
    .prefault(false)
    .describe('Whether every order waits for a release by hand before it is delivered.'),
  tags: z
    .array(text('Write each tag as a text.'), { error: 'Write the tags as a list.' })
    .max(10, { error: 'Keep at most ten tags.' })
    .prefault(['houzz'])
    .describe('Tags of every sales order.'),
  importStatuses: z
    .array(choice(['placed', 'processing', 'charged'], 'Name the statuses whose orders are imported.'), {
      error: 'Write the statuses as a list.',
    })
    .min(1, { error: 'Name at least one status.' })
    .exactOptional()
    .meta({
      description:
        'The statuses in which orders are imported. Left out, these are charged alone, and all three with the ' +
        'classic flow.',
      examples: [['charged']],
    }),
  otherHubPattern: z
    .string({ error: 'Give the order number that the old hub made, in quotes.' })
    .max(60, { error: 'Use at most sixty characters.' })
    .refine(isOtherHubPattern, { error: 'Write {orderId} or {digits} where the Houzz order id stands in it.' })
    .exactOptional()
    .meta({
      description:
        'The order numbers of the hub that delivered orders before, in quotes: {orderId} stands for the Houzz ' +
        'order id, {digits} for its digits only. Orders that it delivered are found by their number and not ' +
        'delivered again; by the full id alone they are found anyway.',
      examples: ['HZZ-{orderId}'],
    }),
  pollEvery: duration('1s', '1d', 'Say how often orders are read.')
    .prefault('2m')
    .describe('How often orders are read.'),
  slowPace: duration('1m', '7d', 'Say how often orders known to have changed are read again.')
    .prefault('6h')
    .describe('How often orders that are known to have changed in Houzz are read again.'),
  slowRetry: duration('1s', '7d', 'Say after which time a blocked order is tried again.')
    .prefault('1h')
    .describe('When a blocked order is tried again by itself.'),
  voidedInOrderSystem: choice(
    ['ask', 'cancel-in-channel'],
    'Say what happens when a sales order is voided in TradeGecko.',
  )
    .prefault('ask')
    .describe(
      'When somebody voids a sales order in TradeGecko: ask a person, or cancel it in Houzz with the code below.',
    ),
  voidedCancelCode: choice(['1', '2', '3', '4'], 'Give the cancel code of Houzz in quotes.')
    .exactOptional()
    .meta({
      description:
        'The code of such a cancel: 1 out of stock, 2 found cheaper, 3 changed mind, 4 ordered by mistake. ' +
        'Needed with cancel-in-channel.',
      examples: ['1'],
    }),
  overdueAfter: duration('1m', '90d', 'Say after which time an unshipped order is flagged.')
    .prefault('5d')
    .describe('When an order that has not shipped is flagged.'),
});

/** How orders are imported, and how often they are looked at. */
export const ordersSection = () =>
  writtenOrders
    .superRefine((written, context) => {
      const { aliases, kits } = written;
      if (written.voidedInOrderSystem === 'cancel-in-channel' && written.voidedCancelCode === undefined) {
        const params = { what: 'is missing, and voidedInOrderSystem needs it' };
        const message =
          'Give the code under which Houzz cancels: 1 out of stock, 2 found cheaper, 3 changed mind, 4 mistake.';
        context.addIssue({ code: 'custom', path: ['voidedCancelCode'], message, params });
      }
      for (const sku of Object.keys(kits).filter((name) => Object.hasOwn(aliases, name))) {
        const params = { what: 'stands under aliases and under kits' };
        context.addIssue({ code: 'custom', path: ['kits', sku], message: 'Remove one of the two.', params });
      }
      const rules = skuRulesOf(written);
      for (const rule of rules) {
        const nested = nestedKitIn(rule, rules);
        if (nested === undefined) continue;
        const path = [Object.hasOwn(kits, rule.channelSku) ? 'kits' : 'aliases', rule.channelSku];
        const params = { what: `holds "${nested}", which is a kit itself` };
        context.addIssue({ code: 'custom', path, message: 'Name the parts of that kit instead.', params });
      }
    })
    .transform((written) => ({
      rules: rulesOf(written),
      ...(written.importStatuses === undefined ? {} : { importStatuses: written.importStatuses }),
      ...(written.otherHubPattern === undefined ? {} : { otherHubPattern: written.otherHubPattern }),
      pollEveryMs: written.pollEvery,
      slowPaceMs: written.slowPace,
      slowRetryMs: written.slowRetry,
      voidedCancelCode: written.voidedInOrderSystem === 'cancel-in-channel' ? (written.voidedCancelCode ?? null) : null,
      overdueAfterMs: written.overdueAfter,
    }));

function rulesOf(written: z.output<typeof writtenOrders>): OrderRules {
  const { referencePrefix, currency, homeCountry, taxLine, hold, tags } = written;
  return { referencePrefix, currency, homeCountry, taxLine, hold, tags, skuRules: skuRulesOf(written) };
}

function skuRulesOf({ aliases, kits }: Pick<z.output<typeof writtenOrders>, 'aliases' | 'kits'>): SkuRule[] {
  return [
    ...Object.entries(aliases).map(([channelSku, sku]) => ({ channelSku, parts: [{ sku, quantity: 1 }] })),
    ...Object.entries(kits).map(([channelSku, parts]) => ({
      channelSku,
      parts: Object.entries(parts).map(([sku, quantity]) => ({ sku, quantity })),
    })),
  ];
}

/** Everything about the orders of a connection. */
export type OrdersConfig = Readonly<z.output<ReturnType<typeof ordersSection>>>;

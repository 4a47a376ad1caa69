import { z } from 'zod';
import { isOtherHubPattern } from '../domain/reference.js';
import type { OrderRules, SkuRule } from '../domain/rules.js';
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
    .prefault('HZ-'),
  currency: z
    .string({ error: 'Give the three letters of the currency.' })
    .regex(/^[A-Z]{3}$/, { error: 'Give three capital letters, such as USD.' })
    .prefault('USD'),
  homeCountry: z
    .string({ error: 'Give the two letters of the country.' })
    .regex(/^[A-Z]{2}$/, { error: 'Give two capital letters, such as US.' })
    .prefault('US'),
  aliases: optionalGroup(skuMap(text(ALIAS_ADVICE))),
  kits: optionalGroup(
    skuMap(
      skuMap(wholeNumber(1, 9_999, 'Say how many of the part one kit holds.')).refine(
        (parts) => Object.keys(parts).length > 0,
        { error: 'Name at least one part with its quantity.' },
      ),
    ),
  ),
  taxLine: flag('Say true or false: does tax become a line of the sales order?').prefault(true),
  hold: flag('Say true or false: does every order wait for a release by hand?').prefault(false),
  tags: z
    .array(text('Write each tag as a text.'), { error: 'Write the tags as a list.' })
    .max(10, { error: 'Keep at most ten tags.' })
    .prefault(['houzz']),
  importStatuses: z
    .array(choice(['placed', 'processing', 'charged'], 'Name the statuses whose orders are imported.'), {
      error: 'Write the statuses as a list.',
    })
    .min(1, { error: 'Name at least one status.' })
    .exactOptional(),
  otherHubPattern: z
    .string({ error: 'Give the order number that the old hub made, in quotes.' })
    .max(60, { error: 'Use at most sixty characters.' })
    .refine(isOtherHubPattern, { error: 'Write {orderId} or {digits} where the Houzz order id stands in it.' })
    .exactOptional(),
  pollEvery: duration('1s', '1d', 'Say how often orders are read.').prefault('2m'),
  slowPace: duration('1m', '7d', 'Say how often orders known to have changed are read again.').prefault('6h'),
  slowRetry: duration('1s', '7d', 'Say after which time a blocked order is tried again.').prefault('1h'),
  voidedInOrderSystem: choice(
    ['ask', 'cancel-in-channel'],
    'Say what happens when a sales order is voided in TradeGecko.',
  ).prefault('ask'),
  voidedCancelCode: choice(['1', '2', '3', '4'], 'Give the cancel code of Houzz in quotes.').exactOptional(),
  overdueAfter: duration('1m', '90d', 'Say after which time an unshipped order is flagged.').prefault('5d'),
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

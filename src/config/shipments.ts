import { z } from 'zod';
import { choice, duration, section, text } from './fields.js';

const METHOD_ADVICE = 'Give the shipping method as Houzz words it, such as "UPS Ground".';

const carrierRow = section({
  carrier: text('Give the carrier as TradeGecko shows it.').describe('The carrier as TradeGecko shows it.'),
  service: text('Give the service as TradeGecko shows it, or leave it out for any service.')
    .exactOptional()
    .describe('The service as TradeGecko shows it. A row without one holds for every service of that carrier.'),
  method: text(METHOD_ADVICE).describe('The shipping method as Houzz words it.'),
});

const writtenShipments = section({
  pollEvery: duration('1s', '1d', 'Say how often shipments are read.')
    .prefault('5m')
    .describe('How often shipments are read.'),
  overlap: duration('0s', '1d', 'Say how far back each reading looks again.')
    .prefault('15m')
    .describe('How far back each reading looks again, as changes may be seen late.'),
  slowPace: duration('1m', '7d', 'Say how often all open sales orders are read.')
    .prefault('6h')
    .describe('How often all open sales orders are read.'),
  trackingWait: duration('1s', '30d', 'Say how long a shipped order may lack its tracking number.')
    .prefault('24h')
    .describe('How long a shipped order may lack its tracking number before a person is asked.'),
  report: choice(['when-complete', 'first-parcel'], 'Say when Houzz is told of a shipment.')
    .prefault('when-complete')
    .describe(
      'Houzz takes one report for a whole order: when-complete waits until everything has left, first-parcel ' +
        'reports at the first parcel with a tracking number, and later numbers never reach Houzz.',
    ),
  withoutTracking: choice(['ask', 'send'], 'Say what happens when no tracking number comes.')
    .prefault('ask')
    .describe(
      'What happens when no number came by then: ask stops the order, send reports it without one, as for freight.',
    ),
  carriers: z
    .array(carrierRow, { error: 'Write the carriers as a list of carrier, service, method.' })
    .prefault([])
    .meta({
      description:
        'Carrier and service as TradeGecko shows them, and the shipping method as Houzz words it. A row ' +
        'without a service holds for every service of that carrier.',
      examples: [
        [
          { carrier: 'UPS', service: 'Ground', method: 'UPS Ground' },
          { carrier: 'FedEx', method: 'FedEx Ground' },
        ],
      ],
    }),
  unmapped: choice(['pass-through', 'ask'], 'Say what happens to a carrier without a row.')
    .prefault('pass-through')
    .describe(
      'A carrier without a row: pass-through sends its name as it stands, ask stops the order until a row exists.',
    ),
  defaultMethod: text(METHOD_ADVICE)
    .exactOptional()
    .meta({ description: 'Sent when TradeGecko names no carrier at all.', examples: ['Standard Shipping'] }),
});

/** How shipments are found, and how their carriers are told to Houzz. */
export const shipmentsSection = () =>
  writtenShipments
    .superRefine(({ carriers }, context) => {
      const seen = new Set<string>();
      for (const [index, { carrier, service }] of carriers.entries()) {
        const key = JSON.stringify([carrier.toLowerCase(), service?.toLowerCase() ?? null]);
        const params = { what: 'repeats the carrier and service of a row above' };
        const message = 'Remove one of the rows.';
        if (seen.has(key)) context.addIssue({ code: 'custom', path: ['carriers', index], message, params });
        seen.add(key);
      }
    })
    .transform(({ carriers, unmapped, defaultMethod, report, withoutTracking, ...times }) => ({
      pollEveryMs: times.pollEvery,
      overlapMs: times.overlap,
      slowPaceMs: times.slowPace,
      trackingWaitMs: times.trackingWait,
      reportAt: report,
      shipWithoutTracking: withoutTracking === 'send',
      shipping: { methods: carriers, unmapped, ...(defaultMethod === undefined ? {} : { defaultMethod }) },
    }));

/** Everything about the shipments of a connection. */
export type ShipmentsConfig = Readonly<z.output<ReturnType<typeof shipmentsSection>>>;

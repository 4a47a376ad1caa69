import { z } from 'zod';
import { choice, duration, section, text } from './fields.js';

const METHOD_ADVICE = 'Give the shipping method as Houzz words it, such as "UPS Ground".';

const carrierRow = section({
  carrier: text('Give the carrier as TradeGecko shows it.'),
  service: text('Give the service as TradeGecko shows it, or leave it out for any service.').exactOptional(),
  method: text(METHOD_ADVICE),
});

/** How shipments are found, and how their carriers are told to Houzz. */
export const shipmentsSection = () =>
  section({
    pollEvery: duration('1s', '1d', 'Say how often shipments are read.').prefault('5m'),
    overlap: duration('0s', '1d', 'Say how far back each reading looks again.').prefault('15m'),
    slowPace: duration('1m', '7d', 'Say how often all open sales orders are read.').prefault('6h'),
    trackingWait: duration('1s', '30d', 'Say how long a shipped order may lack its tracking number.').prefault('24h'),
    report: choice(['when-complete', 'first-parcel'], 'Say when Houzz is told of a shipment.').prefault(
      'when-complete',
    ),
    withoutTracking: choice(['ask', 'send'], 'Say what happens when no tracking number comes.').prefault('ask'),
    carriers: z.array(carrierRow, { error: 'Write the carriers as a list of carrier, service, method.' }).prefault([]),
    unmapped: choice(['pass-through', 'ask'], 'Say what happens to a carrier without a row.').prefault('pass-through'),
    defaultMethod: text(METHOD_ADVICE).exactOptional(),
  })
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

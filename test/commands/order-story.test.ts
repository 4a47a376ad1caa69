import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { defaultPayloadConverter } from '@temporalio/common';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { describe, it } from 'mocha';
import { messageWords, refusalWords } from '../../src/commands/order/story-words.js';
import { openTimersOf, storyOf } from '../../src/commands/order/story.js';

const fields = (record: object) => new Map<string, unknown>(Object.entries(record));

function eventsOf(name: string) {
  const file = new URL(`../replay/histories/processOrder.${name}.json`, import.meta.url);
  return historyFromJSON(JSON.parse(readFileSync(file, 'utf8'))).events ?? [];
}

const told = (name: string): readonly string[] => storyOf(eventsOf(name)).map(({ what }) => what);

describe('the story of a recorded order', () => {
  const STORIES: readonly (readonly [name: string, last: RegExp])[] = [
    ['completed', /^Completed: shipped and reported\.$/],
    ['cancellation-requested', /^Cancelled on request: no live sales order stands\.$/],
    ['cancelled-with-code', /^Cancelled: no live sales order stands\.$/],
  ];
  for (const [name, last] of STORIES) {
    it(`of "${name}" begins with its import and says how it ended`, () => {
      const story = told(name);

      assert.equal(story[0], 'Imported from Houzz.');
      assert.match(story.at(-1) ?? '', last);
      assert.ok(
        story.every((sentence) => /^[A-Z].*\.$/.test(sentence)),
        story.join('\n'),
      );
    });
  }

  it('says how often a call was tried, and what a person said', () => {
    assert.match(told('lost-answer').join('\n'), /\(2 tries\)/);
    assert.match(told('unknown-sku').join('\n'), /not done\. No live variant has the SKU/);
  });

  it('is empty for no history', () => {
    assert.deepEqual(storyOf([]), []);
  });
});

describe('the time that an order waits for', () => {
  it('is told in the words of its workflow while its timer runs, and no longer', () => {
    // The recorded history is from before its timers had words.
    const summary = defaultPayloadConverter.toPayload('Try again by itself after the slow pause');
    const events = eventsOf('unknown-sku').map((event) =>
      event.timerStartedEventAttributes ? { ...event, userMetadata: { summary } } : event,
    );
    const started = events.findIndex(({ timerStartedEventAttributes }) => timerStartedEventAttributes);
    const startedMs = Number(events[started]?.eventTime?.seconds) * 1_000;

    const fired = { timerFiredEventAttributes: { startedEventId: events[started]?.eventId ?? null } };
    const ended = { workflowExecutionTerminatedEventAttributes: {} };

    const [timer, ...others] = openTimersOf(events);

    assert.equal(timer?.what, 'Try again by itself after the slow pause');
    assert.ok(Date.parse(timer.until) > startedMs);
    assert.deepEqual([others, openTimersOf([...events, fired]), openTimersOf([...events, ended])], [[], [], []]);
  });
});

describe('a message in a story', () => {
  it('of a correction names what was corrected and never its content', () => {
    const said = { by: 'ann', why: 'buyer wrote', address: { city: 'Secretville' } };

    assert.equal(messageWords('resolveAttention', fields(said)), 'Address corrected by ann: buyer wrote.');
  });

  it('names each parcel once, and an order that is late', () => {
    const shipments = [
      { carrier: 'UPS', trackingNumber: '1Z1' },
      { carrier: '', trackingNumber: '' },
    ];
    const message = { salesOrder: { status: { kind: 'fulfilled' } }, shipments, isOverdue: true };

    assert.equal(
      messageWords('shipmentsChanged', fields(message)),
      'TradeGecko says: sales order fulfilled, parcels UPS 1Z1, without a number, overdue.',
    );
  });

  it('that cannot be read, or comes from a newer version, is named all the same', () => {
    assert.equal(messageWords('cancelOrder', fields({})), 'Told to cancel by operator: no reason.');
    assert.equal(messageWords('brandNew', fields({})), 'Was told: brandNew.');
    assert.equal(messageWords('__temporal_x', fields({})), undefined);
  });

  it('says why a service said no, and nothing where it did what it was asked', () => {
    assert.equal(refusalWords(fields({ kind: 'refused', what: 'it is packed' })), 'not done. It is packed.');
    assert.equal(refusalWords(fields({ kind: 'delivered' })), undefined);
  });
});

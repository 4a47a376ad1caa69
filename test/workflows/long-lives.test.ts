import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { listStockOrders } from '../../src/activities/stock/in-flight.js';
import type { DeliverInput } from '../../src/activities/deliver-order.js';
import { listOrders } from '../../src/commands/orders.js';
import type { ProcessOrderInput } from '../../src/messages/order-input.js';
import {
  cancelOrderSignal,
  channelChangedSignal,
  resolveAttentionUpdate,
  retryNowSignal,
  shipmentsChangedSignal,
  statusQuery,
  type ShipmentsChanged,
} from '../../src/messages/order-messages.js';
import { ORDER_QUEUE } from '../../src/messages/queues.js';
import { connectionKey, orderStageKey, salesOrderIdKey } from '../../src/messages/search-attributes.js';
import { orderOfWorkflowId, orderWorkflowId } from '../../src/messages/workflow-ids.js';
import type { processOrder } from '../../src/workflows/index.js';
import { billableActions } from '../support/billing.js';
import { freshConnectionId, OPEN, orderInput, plainOrder, QUICK } from '../support/orders.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';
import { parcel, salesOrderFor, withStubs, type StubActivities } from '../support/workers.js';

type OrderHandle = WorkflowHandle<typeof processOrder>;

const delivered = async ({ draft }: DeliverInput) =>
  ({ kind: 'delivered', salesOrder: salesOrderFor(draft), doubt: null }) as const;

const DRAFT = { reference: 'HZ-X', channelOrderId: 'X', total: 5000 } as unknown as DeliverInput['draft'];

/** What a sweep says while some of the order, or all of it, has left. */
const news = (shipped: 'partial' | 'all', ...numbers: string[]): ShipmentsChanged => ({
  salesOrder: salesOrderFor(DRAFT, { shipped, status: { kind: shipped === 'all' ? 'fulfilled' : 'finalized' } }),
  shipments: numbers.map((number) => parcel(number)),
  isOverdue: false,
});

const GOOD: StubActivities = {
  orderSystem: {
    deliverOrder: delivered,
    findSalesOrder: async () => ({ kind: 'nothing' }) as const,
    findLiveSalesOrders: async () => [],
    voidSalesOrder: async () => ({ kind: 'voided', salesOrder: salesOrderFor(DRAFT) }) as const,
  },
  channel: { reportShipment: async () => ({ kind: 'reported' }) as const },
};

/** Plays one order that goes on in a new run after so many messages. */
async function play(
  {
    messagesPerRun,
    stubs = GOOD,
    ...changes
  }: Partial<ProcessOrderInput> & {
    readonly messagesPerRun: number;
    readonly stubs?: StubActivities;
  },
  story: (handle: OrderHandle) => Promise<void>,
): Promise<void> {
  const connection = freshConnectionId();
  await withStubs(connection, stubs, async () => {
    const { client } = await testTemporal();
    const input = orderInput(connection, { policy: { ...QUICK, messagesPerRun }, ...changes });
    const handle = await client.workflow.start<typeof processOrder>('processOrder', {
      taskQueue: ORDER_QUEUE,
      workflowId: orderWorkflowId(connection, input.order.orderId),
      args: [input],
      memo: { createdAt: input.order.createdAt, lines: [] },
      typedSearchAttributes: [
        { key: connectionKey, value: connection },
        { key: orderStageKey, value: 'delivering' },
      ],
    });
    // Without the first run's id, so that the newest run answers.
    const newest = client.workflow.getHandle<typeof processOrder>(handle.workflowId);
    try {
      await story(newest);
    } finally {
      await newest.terminate().catch(() => undefined);
    }
  });
}

const runOf = async (handle: OrderHandle): Promise<string> => (await handle.describe()).runId;

async function reaches(handle: OrderHandle, stage: string): Promise<void> {
  await until(`the order reaches ${stage}`, async () => (await handle.query(statusQuery)).stage === stage);
}

describe('an order that is open for months', () => {
  it('goes on in a new run with all it knows, is found under its id, and ends like any other', () =>
    play({ messagesPerRun: 3 }, async (handle) => {
      await reaches(handle, 'awaiting-shipment');
      const first = await runOf(handle);
      for (const number of ['1Z1', '1Z2', '1Z3']) await handle.signal(shipmentsChangedSignal, news('partial', number));
      await until('it is in a new run', async () => (await runOf(handle)) !== first);

      const { typedSearchAttributes, memo } = await handle.describe();
      assert.equal(typedSearchAttributes.get(orderStageKey), 'awaiting-shipment');
      assert.equal(typedSearchAttributes.get(salesOrderIdKey), '9001');
      assert.equal(typeof memo?.['createdAt'], 'string');
      const { stage, shipments, salesOrderId } = await handle.query(statusQuery);
      assert.deepEqual([stage, salesOrderId, shipments[0]?.trackingNumber], ['awaiting-shipment', '9001', '1Z3']);
      const { client } = await testTemporal();
      const connection = orderOfWorkflowId(handle.workflowId)?.connection ?? assert.fail();
      await until('lists hold it once', async () => {
        return (await listOrders(client, { connection, limit: 10 })).orders.length === 1;
      });

      await handle.signal(shipmentsChangedSignal, news('all', '1Z3'));
      assert.equal((await handle.result()).outcome, 'completed');
    }));

  it('that stands before a person keeps its problem, what was corrected, and its way on', async () => {
    let isKnown = false;
    const order = plainOrder();
    const stubs: StubActivities = {
      ...GOOD,
      orderSystem: {
        ...GOOD.orderSystem,
        deliverOrder: async (input: DeliverInput) =>
          isKnown
            ? delivered(input)
            : { kind: 'blocked', problem: { reason: 'unknown-sku', what: 'LAMP-1 is unknown.' }, answerLost: false },
      },
      channel: { ...GOOD.channel, readChannelOrder: async () => ({ kind: 'found', order, ...OPEN }) as const },
    };
    await play({ messagesPerRun: 4, stubs, order }, async (handle) => {
      await reaches(handle, 'needs-attention');
      const first = await runOf(handle);
      await handle.executeUpdate(resolveAttentionUpdate, {
        args: [{ by: 'ann', why: 'moved', address: { city: 'Austin' } }],
      });
      await until('it stands there again', async () => (await handle.query(statusQuery)).resolutions.length === 1);
      await reaches(handle, 'needs-attention');
      const still = { status: { kind: 'charged' }, readAt: '2026-11-23T12:00:00.000Z' } as const;
      for (let count = 0; count < 3; count += 1) await handle.signal(channelChangedSignal, still);
      await until('it is in a new run', async () => (await runOf(handle)) !== first);

      const { problem, resolutions } = await handle.query(statusQuery);
      assert.equal(problem?.what, 'LAMP-1 is unknown.');
      assert.deepEqual(
        resolutions.map(({ by, why, what }) => [by, why, what]),
        [['ann', 'moved', 'address corrected (city)']],
      );
      isKnown = true;
      await handle.signal(retryNowSignal);
      await reaches(handle, 'awaiting-shipment');
    });
  });

  it('never goes on in a new run with a cancel pending', () =>
    play(
      {
        messagesPerRun: 2,
        stubs: {
          ...GOOD,
          orderSystem: {
            ...GOOD.orderSystem,
            voidSalesOrder: async () =>
              ({ kind: 'refused', what: 'It is packed.', salesOrder: salesOrderFor(DRAFT) }) as const,
          },
        },
      },
      async (handle) => {
        await reaches(handle, 'awaiting-shipment');
        const first = await runOf(handle);
        await handle.signal(cancelOrderSignal, { reason: 'no', by: 'ann' });
        await reaches(handle, 'cancel-unresolved');
        for (let count = 0; count < 5; count += 1) await handle.signal(shipmentsChangedSignal, news('partial', '1Z1'));

        const { stage, cancel, cancelRefusal } = await handle.query(statusQuery);
        assert.deepEqual([stage, cancel?.reason, cancelRefusal], ['cancel-unresolved', 'no', 'It is packed.']);
        assert.equal(await runOf(handle), first);
      },
    ));

  it('counts as imported once where stock is compared, however often it goes on', () =>
    play({ messagesPerRun: 1 }, async (handle) => {
      await reaches(handle, 'awaiting-shipment');
      const { client } = await testTemporal();
      const connection = orderOfWorkflowId(handle.workflowId)?.connection ?? assert.fail();
      const importedSince = async (since: string) =>
        (await listStockOrders({ client, connection, since, drafts: null }, {})).imported.length;
      const { startTime, runId } = await handle.describe();
      const isListed = async (run: string) => {
        for await (const listed of client.workflow.list({ query: `Connection="${connection}"` })) {
          if (listed.runId === run) return true;
        }
        return false;
      };
      await handle.signal(shipmentsChangedSignal, news('partial', '1Z1'));
      await until(
        'it is in a new run',
        async () => (await runOf(handle)) !== runId && (await isListed(await runOf(handle))),
      );

      assert.equal(await importedSince(new Date(startTime.getTime() - 1).toISOString()), 1);
      assert.equal(await importedSince(startTime.toISOString()), 0);
    }));

  it('can be cancelled in its new run', () =>
    play({ messagesPerRun: 1 }, async (handle) => {
      await reaches(handle, 'awaiting-shipment');
      const first = await runOf(handle);
      await handle.signal(shipmentsChangedSignal, news('partial', '1Z1'));
      await until('it is in a new run', async () => (await runOf(handle)) !== first);
      await handle.cancel();

      await assert.rejects(handle.result());
      assert.equal((await handle.describe()).status.name, 'CANCELLED');
    }));

  it('costs nothing while it waits: no timer, no event, no action', () =>
    play({ messagesPerRun: 100 }, async (handle) => {
      await until('it is delivered', async () => {
        return (await handle.describe()).typedSearchAttributes.get(orderStageKey) === 'awaiting-shipment';
      });
      const history = await handle.fetchHistory();

      assert.deepEqual(
        (history.events ?? []).filter((event) => event.timerStartedEventAttributes),
        [],
      );
      assert.equal(billableActions(history), 4);
    }));
});

type Json = Record<string, unknown>;

/** The history of an order in wait with more messages than a sweep sends in a year, made from one that it took. */
async function madeHistory(
  messages: number,
  options: { readonly messagesPerRun: number },
): Promise<{ events: Json[] }> {
  let text = '';
  await play(options, async (handle) => {
    await until('it is delivered', async () => {
      return (await handle.describe()).typedSearchAttributes.get(orderStageKey) === 'awaiting-shipment';
    });
    await handle.signal(shipmentsChangedSignal, news('partial', '1Z1'));
    await until('the message was taken', async () => {
      const { events = [] } = await handle.fetchHistory();
      const last = events?.at(-1);
      const isTaken = events?.at(-4)?.workflowExecutionSignaledEventAttributes;
      return isTaken !== null && isTaken !== undefined && last?.workflowTaskCompletedEventAttributes !== null;
    });
    text = historyToJSON(await handle.fetchHistory());
  });
  const { events } = JSON.parse(text) as { events: Json[] };
  // Terminated at the end of the story, so the last event is cut off when it was read by then.
  const taken = events.slice(-4);
  assert.ok(taken[0]?.['workflowExecutionSignaledEventAttributes']);
  for (let count = 1; count < messages; count += 1) {
    const from = events.length;
    const at = (offset: number): string => String(from + offset);
    const [signal, scheduled, started, completed] = structuredClone(taken);
    events.push(
      { ...signal, eventId: at(1) },
      { ...scheduled, eventId: at(2) },
      {
        ...started,
        eventId: at(3),
        workflowTaskStartedEventAttributes: withIds(started, 'Started', { scheduledEventId: at(2) }),
      },
      {
        ...completed,
        eventId: at(4),
        workflowTaskCompletedEventAttributes: withIds(completed, 'Completed', {
          scheduledEventId: at(2),
          startedEventId: at(3),
        }),
      },
    );
  }
  return { events };
}

function withIds(event: Json | undefined, which: 'Started' | 'Completed', ids: Json): Json {
  const attributes = event?.[`workflowTask${which}EventAttributes`];
  return { ...(typeof attributes === 'object' ? attributes : {}), ...ids };
}

function continued(events: readonly Json[]): Json {
  return {
    eventId: String(events.length + 1),
    eventTime: events.at(-1)?.['eventTime'],
    eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW',
    workflowExecutionContinuedAsNewEventAttributes: {
      newExecutionRunId: '00000000-0000-4000-8000-000000000000',
      workflowType: { name: 'processOrder' },
      taskQueue: { name: ORDER_QUEUE },
      workflowTaskCompletedEventId: String(events.length),
    },
  };
}

describe('a made history of 1,200 messages', () => {
  it('replays with no event beside the messages and their tasks, and ends in a new run at its bound only', async function () {
    this.timeout(60_000);
    const { bundle } = await testTemporal();
    const { events } = await madeHistory(1_200, { messagesPerRun: 1_200 });

    assert.ok(events.length < 1_200 * 4 + 25);
    await Worker.runReplayHistory({ workflowBundle: bundle }, { events: [...events, continued(events)] });
    const early = events.slice(0, -1_100 * 4);
    await Worker.runReplayHistory({ workflowBundle: bundle }, { events: early });
    await assert.rejects(Worker.runReplayHistory({ workflowBundle: bundle }, { events: [...early, continued(early)] }));
  });
});

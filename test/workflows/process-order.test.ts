import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure, WorkflowIdReusePolicy } from '@temporalio/common';
import type { ChannelOrderInput } from '../../src/activities/channel-order.js';
import type { DeliverInput } from '../../src/activities/deliver-order.js';
import type { ReportInput } from '../../src/activities/report-shipment.js';
import { salesOrderId } from '../../src/domain/ids.js';
import type { ConnectionId } from '../../src/domain/ids.js';
import {
  cancelOrderSignal,
  channelChangedSignal,
  releaseHoldSignal,
  resolveCancellationUpdate,
  retryNowSignal,
  shipmentsChangedSignal,
  statusQuery,
  type ShipmentsChanged,
} from '../../src/messages/order-messages.js';
import type { ProcessOrderInput, ProcessOrderResult } from '../../src/messages/order-input.js';
import { ORDER_QUEUE } from '../../src/messages/queues.js';
import { orderWorkflowId } from '../../src/messages/workflow-ids.js';
import type { processOrder } from '../../src/workflows/index.js';
import { attentionReasonKey, orderStageKey } from '../../src/messages/search-attributes.js';
import { billableActions } from '../support/billing.js';
import { freshConnectionId, OPEN, orderInput, plainOrder, QUICK } from '../support/orders.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';
import { parcel, PLAIN_RULES, rulesByConnection, salesOrderFor, withStubs } from '../support/workers.js';

type OrderHandle = WorkflowHandle<typeof processOrder>;

async function start(input: ProcessOrderInput): Promise<OrderHandle> {
  const { client } = await testTemporal();
  return client.workflow.start<typeof processOrder>('processOrder', {
    taskQueue: ORDER_QUEUE,
    workflowId: orderWorkflowId(input.connection, input.order.orderId),
    workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    args: [input],
  });
}

async function reaches(handle: OrderHandle, stage: string): Promise<void> {
  await until(`the order reaches ${stage}`, async () => (await handle.query(statusQuery)).stage === stage);
}

const delivered = async ({ draft }: DeliverInput) =>
  ({ kind: 'delivered', salesOrder: salesOrderFor(draft), doubt: null }) as const;

const nothingFound = async () => ({ kind: 'nothing' }) as const;

/** Everything of the order has left. */
function shipped(...numbers: string[]): ShipmentsChanged {
  const draft = { reference: 'HZ-X', channelOrderId: 'X', total: 5000 } as unknown as DeliverInput['draft'];
  return {
    salesOrder: salesOrderFor(draft, { shipped: 'all', packed: 'all', status: { kind: 'fulfilled' } }),
    shipments: numbers.map((number) => parcel(number)),
    isOverdue: false,
  };
}

/** Stubs that deliver, void and report, and remember what they were asked. */
function goodStubs() {
  const asked = { delivered: 0, voided: 0, reported: [] as ReportInput[], cancelledInChannel: [] as string[] };
  return {
    asked,
    stubs: {
      orderSystem: {
        deliverOrder: async (input: DeliverInput) => {
          asked.delivered += 1;
          return delivered(input);
        },
        findSalesOrder: nothingFound,
        findLiveSalesOrders: async () => [],
        voidSalesOrder: async () => {
          asked.voided += 1;
          const draft = { reference: 'HZ-X', channelOrderId: 'X', total: 0 } as unknown as DeliverInput['draft'];
          return { kind: 'voided', salesOrder: salesOrderFor(draft, { status: { kind: 'void' } }) } as const;
        },
      },
      channel: {
        readChannelOrder: async ({ order: { orderId } }: ChannelOrderInput) =>
          ({ kind: 'found', order: plainOrder({ orderId, shipmentId: orderId }), ...OPEN }) as const,
        reportShipment: async (input: ReportInput) => {
          asked.reported.push(input);
          return { kind: 'reported' } as const;
        },
        cancelInChannel: async ({ code }: { code: string }) => {
          asked.cancelledInChannel.push(code);
          return { kind: 'cancelled' } as const;
        },
      },
    },
  };
}

/** Plays one order with good stubs. */
async function play(
  story: (handle: OrderHandle, asked: ReturnType<typeof goodStubs>['asked']) => Promise<void>,
  options: { input?: Partial<ProcessOrderInput>; connection?: ConnectionId } = {},
): Promise<void> {
  const connection = options.connection ?? freshConnectionId();
  const { asked, stubs } = goodStubs();
  await withStubs(connection, stubs, async () => {
    await story(await start(orderInput(connection, options.input)), asked);
  });
}

describe('processOrder: a plain order', () => {
  it('is delivered, shipped and reported with its tracking number', () =>
    play(async (handle, asked) => {
      await reaches(handle, 'awaiting-shipment');
      await handle.signal(shipmentsChangedSignal, shipped('1Z1'));

      const result: ProcessOrderResult = await handle.result();
      assert.equal(result.outcome, 'completed');
      assert.deepEqual(
        asked.reported.map(({ shipments }) => shipments.map((one) => one.trackingNumber)),
        [['1Z1']],
      );
    }));

  it('costs 6 billable actions and at most 25 events', () =>
    play(async (handle) => {
      // Asked of the server: a query that meets the first task would add a workflow task to the history.
      await until('it is delivered', async () => {
        const { typedSearchAttributes } = await handle.describe();
        return typedSearchAttributes.get(orderStageKey) === 'awaiting-shipment';
      });
      await handle.signal(shipmentsChangedSignal, shipped('1Z1'));
      await handle.result();

      const history = await handle.fetchHistory();
      assert.equal(billableActions(history), 6);
      assert.ok((history.events?.length ?? 0) <= 25, (history.events ?? []).map((e) => e.eventType).join(' '));
    }));

  it('sends all tracking numbers of several parcels in one report', () =>
    play(async (handle, asked) => {
      await reaches(handle, 'awaiting-shipment');
      await handle.signal(shipmentsChangedSignal, {
        ...shipped('1Z1'),
        salesOrder: { ...shipped().salesOrder, shipped: 'partial', status: { kind: 'finalized' } },
      });
      await handle.signal(shipmentsChangedSignal, shipped('1Z1', '1Z2'));

      await handle.result();
      assert.deepEqual(
        asked.reported.map(({ shipments }) => shipments.map((one) => one.trackingNumber)),
        [['1Z1', '1Z2']],
      );
    }));

  it('refuses a second start under the same id', () =>
    play(async (handle) => {
      const input = orderInput(freshConnectionId());
      await start(input);
      await assert.rejects(start(input), { name: 'WorkflowExecutionAlreadyStartedError' });
      const { client } = await testTemporal();
      await client.workflow.getHandle(orderWorkflowId(input.connection, input.order.orderId)).terminate();
      await handle.terminate();
    }));

  it('waits for its tracking number when the parcel left without one', () =>
    play(async (handle, asked) => {
      await reaches(handle, 'awaiting-shipment');
      await handle.signal(shipmentsChangedSignal, shipped(''));
      assert.equal((await handle.query(statusQuery)).stage, 'awaiting-shipment');
      await handle.signal(shipmentsChangedSignal, shipped('1Z9'));

      await handle.result();
      assert.equal(asked.reported.length, 1);
    }));

  it('asks a person when the tracking number does not come', () =>
    play(
      async (handle) => {
        await reaches(handle, 'awaiting-shipment');
        await handle.signal(shipmentsChangedSignal, shipped(''));
        await reaches(handle, 'needs-attention');
        assert.equal((await handle.query(statusQuery)).problem?.reason, 'tracking-missing');
        await handle.signal(shipmentsChangedSignal, shipped('1Z9'));
        assert.equal((await handle.result()).outcome, 'completed');
      },
      { input: { policy: { ...QUICK, trackingWaitMs: 200 } } },
    ));

  it('marks an order that somebody changed in the channel by hand', () =>
    play(async (handle) => {
      await reaches(handle, 'awaiting-shipment');
      await handle.signal(channelChangedSignal, { status: { kind: 'shipped' }, readAt: '2026-11-23T12:00:00.000Z' });
      await until('the flag', async () => (await handle.query(statusQuery)).flags.includes('changed-in-channel'));
      await handle.terminate();
    }));
});

describe('processOrder: a cancel', () => {
  it('sent with the start keeps the order system from hearing of the order', () =>
    play(async (_, asked) => {
      const connection = freshConnectionId();
      const { client } = await testTemporal();
      const input = orderInput(connection);
      const handle = await client.workflow.signalWithStart('processOrder', {
        taskQueue: ORDER_QUEUE,
        workflowId: orderWorkflowId(connection, input.order.orderId),
        args: [input],
        signal: cancelOrderSignal,
        signalArgs: [{ reason: 'mistake', by: 'test' }],
      });

      const result = (await handle.result()) as ProcessOrderResult;
      assert.deepEqual([result.outcome, result.reason, result.salesOrderId], ['cancelled', 'mistake', null]);
      assert.equal(asked.voided, 0);
    }));

  it('of a held order keeps the order system from hearing of it', async () => {
    const connection = freshConnectionId();
    rulesByConnection.set(connection, { ...PLAIN_RULES, hold: true });
    await play(
      async (handle, asked) => {
        await reaches(handle, 'held');
        await handle.signal(cancelOrderSignal, { reason: 'no', by: 'test' });
        assert.equal((await handle.result()).outcome, 'cancelled');
        assert.equal(asked.delivered, 0);
      },
      { connection },
    );
  });

  it('of a delivery that no worker took is withdrawn and looked up twice', async () => {
    const connection = freshConnectionId();
    await withStubs(connection, {}, async () => {
      const handle = await start(orderInput(connection));
      await reaches(handle, 'delivering');
      await handle.signal(cancelOrderSignal, { reason: 'no', by: 'test' });
      await reaches(handle, 'cancelling');
      let looks = 0;
      const findLiveSalesOrders = async () => {
        looks += 1;
        return [];
      };
      await withStubs(connection, { orderSystem: { findLiveSalesOrders } }, async () => {
        assert.equal((await handle.result()).outcome, 'cancelled');
      });
      assert.equal(looks, 2);
    });
  });

  it('during the delivery waits for it, then voids what it made', async () => {
    const connection = freshConnectionId();
    const { asked, stubs } = goodStubs();
    let finish: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const order: string[] = [];
    const orderSystem = {
      ...stubs.orderSystem,
      deliverOrder: async (input: DeliverInput) => {
        order.push('delivery began');
        await gate;
        order.push('delivery ended');
        return delivered(input);
      },
      voidSalesOrder: async () => {
        order.push('void');
        return stubs.orderSystem.voidSalesOrder();
      },
    };
    await withStubs(connection, { ...stubs, orderSystem }, async () => {
      const handle = await start(orderInput(connection));
      await until('the delivery begins', () => order.length > 0);
      await handle.signal(cancelOrderSignal, { reason: 'no', by: 'test' });
      await until('the cancel is known', async () => (await handle.query(statusQuery)).cancel !== null);
      finish();

      assert.equal((await handle.result()).outcome, 'cancelled');
      assert.deepEqual(order, ['delivery began', 'delivery ended', 'void']);
      assert.equal(asked.voided, 1);
    });
  });

  it('while waiting for the shipment voids the sales order and ends Completed', () =>
    play(async (handle, asked) => {
      await reaches(handle, 'awaiting-shipment');
      await handle.signal(cancelOrderSignal, { reason: 'buyer asked', by: 'ann' });

      const result = await handle.result();
      assert.deepEqual(
        [result.outcome, result.cancelledBy, result.reason, result.salesOrderId],
        ['cancelled', 'ann', 'buyer asked', '9001'],
      );
      assert.equal(asked.voided, 1);
      assert.deepEqual(asked.cancelledInChannel, []);
      const { status, typedSearchAttributes } = await handle.describe();
      assert.equal(status.name, 'COMPLETED');
      assert.equal(typedSearchAttributes.get(orderStageKey), 'cancelled');
    }));

  it('with a code cancels in the channel too', () =>
    play(async (handle, asked) => {
      await reaches(handle, 'awaiting-shipment');
      await handle.signal(cancelOrderSignal, { reason: 'sold out', by: 'ann', houzzCancelCode: '1' });
      await handle.result();
      assert.deepEqual(asked.cancelledInChannel, ['1']);
    }));

  it('by the channel voids the sales order and leaves the channel alone', () =>
    play(async (handle, asked) => {
      await reaches(handle, 'awaiting-shipment');
      await handle.signal(channelChangedSignal, { status: { kind: 'cancelled' }, readAt: '2026-11-23T12:00:00.000Z' });
      assert.equal((await handle.result()).cancelledBy, 'channel');
      assert.deepEqual([asked.voided, asked.cancelledInChannel], [1, []]);
    }));

  it('typed without any payload is a cancel all the same', () =>
    play(async (handle) => {
      await reaches(handle, 'awaiting-shipment');
      await handle.signal('cancelOrder');
      assert.equal((await handle.result()).reason, 'No reason given');
    }));

  it('requested in Temporal voids the sales order first and ends the run Cancelled', () =>
    play(async (handle, asked) => {
      await reaches(handle, 'awaiting-shipment');
      await handle.cancel();
      await assert.rejects(handle.result());
      assert.equal(asked.voided, 1);
      assert.equal((await handle.describe()).status.name, 'CANCELLED');
    }));

  it('requested in Temporal after everything was shipped does not end the run Cancelled', async () => {
    const connection = freshConnectionId();
    const { stubs } = goodStubs();
    let finish: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let began = false;
    const channel = {
      ...stubs.channel,
      reportShipment: async () => {
        began = true;
        await gate;
        return { kind: 'reported' } as const;
      },
    };
    await withStubs(connection, { ...stubs, channel }, async () => {
      const handle = await start(orderInput(connection));
      await reaches(handle, 'awaiting-shipment');
      await handle.signal(shipmentsChangedSignal, shipped('1Z1'));
      await until('the report begins', () => began);
      await handle.cancel();
      finish();
      assert.equal((await handle.result()).outcome, 'completed');
    });
  });

  it('of an order that needs attention ends it', async () => {
    const connection = freshConnectionId();
    const { stubs } = goodStubs();
    const deliverOrder = async () =>
      ({ kind: 'blocked', problem: { reason: 'unknown-sku', what: 'LAMP-1 is unknown.' }, answerLost: false }) as const;
    await withStubs(connection, { ...stubs, orderSystem: { ...stubs.orderSystem, deliverOrder } }, async () => {
      const handle = await start(orderInput(connection));
      await reaches(handle, 'needs-attention');
      await handle.signal(cancelOrderSignal, { reason: 'no', by: 'test' });
      assert.equal((await handle.result()).outcome, 'cancelled');
    });
  });
});

describe('processOrder: a cancel that the order system refuses', () => {
  async function unresolved(story: (handle: OrderHandle, voidByHand: () => void) => Promise<void>): Promise<void> {
    const connection = freshConnectionId();
    const { stubs } = goodStubs();
    let isVoid = false;
    const voidSalesOrder = async () =>
      isVoid
        ? ({ kind: 'already-void', salesOrder: shipped().salesOrder } as const)
        : ({ kind: 'refused', what: 'Sales order 9001 is packed.', salesOrder: shipped().salesOrder } as const);
    const voidByHand = (): void => {
      isVoid = true;
    };
    await withStubs(connection, { ...stubs, orderSystem: { ...stubs.orderSystem, voidSalesOrder } }, async () => {
      const handle = await start(orderInput(connection));
      await reaches(handle, 'awaiting-shipment');
      await handle.signal(cancelOrderSignal, { reason: 'no', by: 'test' });
      await reaches(handle, 'cancel-unresolved');
      await story(handle, voidByHand);
    });
  }

  it('stands before a person, who says that it was voided by hand', () =>
    unresolved(async (handle, voidByHand) => {
      voidByHand();
      await handle.executeUpdate(resolveCancellationUpdate, { args: [{ decision: 'voided-by-hand', by: 'ann' }] });
      assert.equal((await handle.result()).outcome, 'cancelled');
    }));

  it('goes on to shipping when a person keeps it', () =>
    unresolved(async (handle) => {
      await handle.executeUpdate(resolveCancellationUpdate, { args: [{ decision: 'keep-and-ship', by: 'ann' }] });
      await handle.signal(shipmentsChangedSignal, shipped('1Z1'));
      assert.equal((await handle.result()).outcome, 'completed');
    }));

  it('ends by itself when a sweep sees the sales order void', () =>
    unresolved(async (handle, voidByHand) => {
      voidByHand();
      const change = shipped();
      await handle.signal(shipmentsChangedSignal, {
        shipments: [],
        isOverdue: false,
        salesOrder: { ...change.salesOrder, status: { kind: 'void' } },
      });
      assert.equal((await handle.result()).outcome, 'cancelled');
    }));

  it('refuses an answer to a question that was not asked', () =>
    play(async (handle) => {
      await reaches(handle, 'awaiting-shipment');
      const answer = { args: [{ decision: 'voided-by-hand', by: 'ann' }] } as const;
      await assert.rejects(handle.executeUpdate(resolveCancellationUpdate, { args: [...answer.args] }));
      await handle.terminate();
    }));
});

describe('processOrder: an order that cannot go on', () => {
  it('waits for a person, and goes on when asked to', async () => {
    const connection = freshConnectionId();
    const { stubs } = goodStubs();
    let isMended = false;
    const deliverOrder = async (input: DeliverInput) =>
      isMended
        ? delivered(input)
        : ({
            kind: 'blocked',
            problem: { reason: 'unknown-sku', what: 'LAMP-1 is unknown.' },
            answerLost: false,
          } as const);
    await withStubs(connection, { ...stubs, orderSystem: { ...stubs.orderSystem, deliverOrder } }, async () => {
      const handle = await start(orderInput(connection));
      await reaches(handle, 'needs-attention');
      assert.equal((await handle.describe()).typedSearchAttributes.get(attentionReasonKey), 'unknown-sku');
      isMended = true;
      await handle.signal(retryNowSignal);
      await reaches(handle, 'awaiting-shipment');
      const isCleared = async () =>
        ((await handle.describe()).typedSearchAttributes.get(attentionReasonKey) ?? '') === '';
      await until('the reason is cleared', isCleared);
      await handle.terminate();
    });
  });

  it('tries again by itself at the slow pace', async () => {
    const connection = freshConnectionId();
    const { stubs } = goodStubs();
    let tries = 0;
    const deliverOrder = async (input: DeliverInput) => {
      tries += 1;
      return tries > 1
        ? delivered(input)
        : ({
            kind: 'blocked',
            problem: { reason: 'unknown-sku', what: 'LAMP-1 is unknown.' },
            answerLost: false,
          } as const);
    };
    await withStubs(connection, { ...stubs, orderSystem: { ...stubs.orderSystem, deliverOrder } }, async () => {
      const handle = await start(orderInput(connection, { policy: { ...QUICK, slowRetryMs: 200 } }));
      await reaches(handle, 'awaiting-shipment');
      await handle.terminate();
    });
  });

  it('says that the credentials are refused', async () => {
    const connection = freshConnectionId();
    const { stubs } = goodStubs();
    const deliverOrder = async () => {
      throw ApplicationFailure.nonRetryable('TradeGecko: POST /orders failed (unauthorised)', 'unauthorised');
    };
    await withStubs(connection, { ...stubs, orderSystem: { ...stubs.orderSystem, deliverOrder } }, async () => {
      const handle = await start(orderInput(connection));
      await reaches(handle, 'needs-attention');
      assert.equal((await handle.query(statusQuery)).problem?.reason, 'unauthorised');
      await handle.terminate();
    });
  });

  it('stops at a total that the lines do not reach', () =>
    play(
      async (handle, asked) => {
        await reaches(handle, 'needs-attention');
        assert.equal((await handle.query(statusQuery)).problem?.reason, 'total-mismatch');
        assert.equal(asked.delivered, 0);
        await handle.terminate();
      },
      { input: { order: plainOrder({ total: 4999 }) } },
    ));

  it('stops when its sales order was voided by somebody else', () =>
    play(async (handle) => {
      await reaches(handle, 'awaiting-shipment');
      const change = shipped();
      await handle.signal(shipmentsChangedSignal, {
        shipments: [],
        isOverdue: false,
        salesOrder: { ...change.salesOrder, shipped: 'none', status: { kind: 'void' } },
      });
      await reaches(handle, 'needs-attention');
      assert.equal((await handle.query(statusQuery)).problem?.reason, 'voided-in-order-system');
      await handle.terminate();
    }));
});

describe('processOrder: a held order', () => {
  it('is looked up and delivered when it is released', async () => {
    const connection = freshConnectionId();
    rulesByConnection.set(connection, { ...PLAIN_RULES, hold: true });
    await play(
      async (handle) => {
        await reaches(handle, 'held');
        await handle.signal(releaseHoldSignal);
        await reaches(handle, 'awaiting-shipment');
        await handle.terminate();
      },
      { connection },
    );
  });
});

describe('processOrder: an idempotency key that was used without a visible effect', () => {
  it('is looked up, and another is used only when no late answer can come', async () => {
    const connection = freshConnectionId();
    const { stubs } = goodStubs();
    const revisions: number[] = [];
    let looks = 0;
    const orderSystem = {
      ...stubs.orderSystem,
      deliverOrder: async (input: DeliverInput) => {
        revisions.push(input.revision);
        return input.revision === 0 ? ({ kind: 'key-used' } as const) : delivered(input);
      },
      findSalesOrder: async () => {
        looks += 1;
        return nothingFound();
      },
    };
    await withStubs(connection, { ...stubs, orderSystem }, async () => {
      const handle = await start(orderInput(connection));
      await reaches(handle, 'awaiting-shipment');
      assert.deepEqual([revisions, looks], [[0, 1], 2]);
      await handle.terminate();
    });
  });

  it('takes over the sales order that appears late', async () => {
    const connection = freshConnectionId();
    const { stubs } = goodStubs();
    let deliveries = 0;
    const orderSystem = {
      ...stubs.orderSystem,
      deliverOrder: async () => {
        deliveries += 1;
        return { kind: 'key-used' } as const;
      },
      findSalesOrder: async ({ draft }: DeliverInput) =>
        ({ kind: 'delivered', salesOrder: salesOrderFor(draft, { id: salesOrderId('77') }), doubt: null }) as const,
    };
    await withStubs(connection, { ...stubs, orderSystem }, async () => {
      const handle = await start(orderInput(connection));
      await reaches(handle, 'awaiting-shipment');
      assert.equal((await handle.query(statusQuery)).salesOrderId, '77');
      assert.equal(deliveries, 1);
      await handle.terminate();
    });
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { cancelOrder } from '../../src/commands/cancel.js';
import { CommandError } from '../../src/commands/command-error.js';
import { EXIT } from '../../src/commands/exit-codes.js';
import { orderRowOf } from '../../src/commands/orders/rows.js';
import { showOrder } from '../../src/commands/order.js';
import { listOrders } from '../../src/commands/orders.js';
import { renderCancel } from '../../src/commands/output/cancel.js';
import { renderOrder } from '../../src/commands/output/order.js';
import { renderOrders } from '../../src/commands/output/orders.js';
import { PLAIN } from '../../src/commands/output/style.js';
import type { TemporalLink } from '../../src/commands/temporal-connection.js';
import type { ConnectionId } from '../../src/domain/ids.js';
import type { OrderStage } from '../../src/domain/order-state.js';
import { ORDER_QUEUE } from '../../src/messages/queues.js';
import {
  attentionReasonKey,
  channelOrderIdKey,
  connectionKey,
  orderStageKey,
  salesOrderIdKey,
  salesOrderReferenceKey,
} from '../../src/messages/search-attributes.js';
import { orderWorkflowId } from '../../src/messages/workflow-ids.js';
import { freshConnectionId, orderInput, plainOrder } from '../support/orders.js';
import { until } from '../support/until.js';
import { PLAIN_RULES, rulesByConnection, sharedOrderWorker } from '../support/workers.js';
import { openLink } from '../support/stand-ins.js';

interface PlacedOrder {
  readonly orderId: string;
  readonly reference: string;
  readonly workflowId: string;
}

let link: TemporalLink;

before(async function () {
  this.timeout(120_000);
  link = await openLink();
});

after(() => link.close());

/** Starts an order's workflow the way the sweep does; on a queue that nobody works on unless told. */
async function place(
  connection: ConnectionId,
  { stage = 'delivering', reason, queue = 'nobody' }: { stage?: OrderStage; reason?: string; queue?: string } = {},
): Promise<PlacedOrder> {
  const input = orderInput(connection, { order: plainOrder({ createdAt: '2026-11-20T10:00:00.000Z' }) });
  const { orderId } = input.order;
  const workflowId = orderWorkflowId(connection, orderId);
  await link.client.workflow.start('processOrder', {
    taskQueue: queue,
    workflowId,
    args: [input],
    memo: { createdAt: input.order.createdAt, lines: [{ sku: 'LAMP-1', quantity: 2 }] },
    typedSearchAttributes: [
      { key: connectionKey, value: connection },
      { key: channelOrderIdKey, value: orderId },
      { key: salesOrderReferenceKey, value: input.reference },
      { key: salesOrderIdKey, value: `so-${orderId}` },
      { key: orderStageKey, value: stage },
      ...(reason === undefined ? [] : [{ key: attentionReasonKey, value: reason }]),
    ],
  });
  return { orderId, reference: input.reference, workflowId };
}

const seen = (connection: ConnectionId, total: number): Promise<unknown> =>
  until(
    `${total} orders are listed`,
    async () => (await listOrders(link.client, { connection, limit: 1 })).total === total,
  );

const end = (placed: PlacedOrder): Promise<unknown> => link.client.workflow.getHandle(placed.workflowId).terminate();

const failsWith =
  (exitCode: number, message: RegExp) =>
  (error: unknown): boolean =>
    error instanceof CommandError && error.exitCode === exitCode && message.test(error.message);

describe('the list of orders', () => {
  it('is empty for a connection without any', async () => {
    const report = await listOrders(link.client, { connection: freshConnectionId(), limit: 10 });

    assert.deepEqual([report.counts, report.orders, report.total], [[], [], 0]);
    assert.match(renderOrders(report, PLAIN), /^There are no such orders of t/);
  });

  it('counts by stage, shows SKUs from the memo, and keeps to its stage and limit', async () => {
    const connection = freshConnectionId();
    const placed = [
      await place(connection),
      await place(connection),
      await place(connection, { stage: 'needs-attention', reason: 'unknown-sku' }),
    ];
    const ended = await place(connection);
    await end(ended);
    await until('the ended one is listed as such', async () => {
      const { counts } = await listOrders(link.client, { connection, limit: 1 });
      return counts.some(({ stage, count }) => stage === 'failed' && count === 1);
    });

    const all = await listOrders(link.client, { connection, limit: 2 });
    const blocked = await listOrders(link.client, { connection, stage: 'needs-attention', limit: 10 });

    assert.deepEqual(all.counts, [
      { stage: 'needs-attention', count: 1 },
      { stage: 'failed', count: 1 },
      { stage: 'delivering', count: 2 },
    ]);
    assert.deepEqual([all.orders.length, all.total], [2, 4]);
    const [row] = blocked.orders;
    assert.deepEqual([blocked.orders.length, blocked.total], [1, 1]);
    assert.deepEqual(row, {
      connection,
      channelOrderId: placed[2]?.orderId,
      reference: placed[2]?.reference,
      salesOrderId: `so-${placed[2]?.orderId ?? ''}`,
      stage: 'needs-attention',
      attentionReason: 'unknown-sku',
      createdAt: '2026-11-20T10:00:00.000Z',
      lines: [{ sku: 'LAMP-1', quantity: 2 }],
      startedAt: row?.startedAt,
      closedAt: null,
      workflowId: placed[2]?.workflowId,
    });
    const text = renderOrders(all, PLAIN);
    assert.match(text, /Page 1, 2 of 4 orders; --page 2/);
    assert.ok(text.split('\n').every((line) => line.length <= 80));
    assert.ok(!JSON.stringify(all).includes('Pat Example'));
    for (const one of placed) await end(one);
  });

  const STATUS_STAGES = [
    ['COMPLETED', 'awaiting-shipment', 'completed'],
    ['COMPLETED', 'cancelled', 'cancelled'],
    ['CANCELLED', 'delivering', 'cancelled'],
    ['RUNNING', 'held', 'held'],
    ['RUNNING', 'from-a-newer-version', 'importing'],
    ['TERMINATED', 'held', 'failed'],
    ['FAILED', 'held', 'failed'],
    ['TIMED_OUT', 'held', 'failed'],
  ] as const;
  for (const [name, attribute, stage] of STATUS_STAGES) {
    it(`shows a ${name} run whose attribute says ${attribute} as ${stage}`, async () => {
      const attributes = { get: () => attribute };
      const description = await describeAny();

      const row = orderRowOf({
        workflowId: 'order/main/1',
        status: { ...description.status, name },
        typedSearchAttributes: Object.assign(description.typedSearchAttributes, attributes),
        startTime: new Date(0),
        memo: { lines: [{ sku: 1 }, null, { sku: 'A', quantity: 1 }] },
      });

      assert.equal(row?.stage, stage);
      assert.deepEqual(row.lines, [{ sku: 'A', quantity: 1 }]);
    });
  }

  async function describeAny() {
    const placed = await place(freshConnectionId());
    const description = await link.client.workflow.getHandle(placed.workflowId).describe();
    await end(placed);
    return description;
  }
});

describe('one order', () => {
  const env = { ORDERBRIDGE_UI_URL: 'http://ui.example/' };
  const show = (id: string, connection?: ConnectionId) =>
    showOrder({ id, ...(connection === undefined ? {} : { connection }) }, { link, env, answerLimitMs: 300 });

  it('is found by its full id, its reference and its sales order, and shown without a worker', async () => {
    const connection = freshConnectionId();
    const placed = await place(connection, { stage: 'needs-attention', reason: 'unknown-sku' });
    await seen(connection, 1);

    for (const id of [placed.orderId, placed.reference, `so-${placed.orderId}`]) {
      const report = await show(id);

      assert.equal(report.order.workflowId, placed.workflowId);
      assert.equal(report.status, null);
      assert.match(report.nextStep, /Create the SKU in TradeGecko/);
      assert.equal(
        report.uiLink,
        `http://ui.example/namespaces/${link.namespace}/workflows/order%2F${connection}%2F${placed.orderId}`,
      );
      const text = renderOrder(report, PLAIN);
      assert.match(text, /^stage +needs-attention\norder +1669/);
      assert.match(text, /No worker answered/);
    }
    await end(placed);
  });

  it('is found at once by its full id when the connection is named, before lists know it', async () => {
    const connection = freshConnectionId();
    const placed = await place(connection);

    assert.equal((await show(placed.orderId, connection)).order.channelOrderId, placed.orderId);
    await end(placed);
  });

  it('that is unknown ends with "not found", and an impossible id with "usage"', async () => {
    await assert.rejects(
      show('9999-0000-0000-0000'),
      failsWith(EXIT.notFound, /There is no order "9999-0000-0000-0000"/),
    );
    await assert.rejects(show('" OR WorkflowType != "'), failsWith(EXIT.usage, /cannot be an id/));
  });
});

describe('a cancel', () => {
  it('reaches the workflow with its reason, its code and who asked', async () => {
    const connection = freshConnectionId();
    const placed = await place(connection);

    const report = await cancelOrder(link.client, {
      id: placed.orderId,
      connection,
      reason: 'buyer called',
      code: '3',
    });

    assert.deepEqual(report, {
      connection,
      channelOrderId: placed.orderId,
      outcome: 'asked',
      stage: 'delivering',
      trouble: null,
    });
    const { events } = await link.client.workflow.getHandle(placed.workflowId).fetchHistory();
    const signal = events?.find(
      (event) => event.workflowExecutionSignaledEventAttributes,
    )?.workflowExecutionSignaledEventAttributes;
    assert.equal(signal?.signalName, 'cancelOrder');
    assert.deepEqual(JSON.parse(Buffer.from(signal.input?.payloads?.[0]?.data ?? []).toString()), {
      reason: 'buyer called',
      by: 'operator',
      houzzCancelCode: '3',
    });
    await end(placed);
  });

  it('that waits says so when the outcome is not known in time', async () => {
    const connection = freshConnectionId();
    const placed = await place(connection);

    const report = await cancelOrder(link.client, { id: placed.orderId, connection, reason: 'r', waitMs: 1 });

    assert.equal(report.outcome, 'undecided');
    assert.match(renderCancel(report, PLAIN), /still\s+stands at delivering/);
    await end(placed);
  });

  it('of an order that has ended says how it ended and changes nothing', async () => {
    const connection = freshConnectionId();
    const placed = await place(connection);
    await end(placed);

    const report = await cancelOrder(link.client, { id: placed.orderId, connection, reason: 'r', waitMs: 1 });

    assert.deepEqual([report.outcome, report.stage], ['was-closed', 'failed']);
  });

  it('of an unknown order ends with "not found"', async () => {
    const request = { id: '9999-0000-0000-0000', connection: freshConnectionId(), reason: 'r' };

    await assert.rejects(cancelOrder(link.client, request), failsWith(EXIT.notFound, /There is no order/));
  });

  it('of a held order is waited for until it is cancelled, and a second one finds it closed', async function () {
    this.timeout(60_000);
    const connection = freshConnectionId();
    rulesByConnection.set(connection, { ...PLAIN_RULES, hold: true });
    await sharedOrderWorker();
    const placed = await place(connection, { queue: ORDER_QUEUE });
    const request = { id: placed.orderId, connection };
    await until('the order is held', async () => {
      const { status } = await showOrder(request, { link, env: {}, answerLimitMs: 5_000 });
      return status?.stage === 'held';
    });

    const first = await cancelOrder(link.client, { ...request, reason: 'r', waitMs: 20_000 });
    const second = await cancelOrder(link.client, { ...request, reason: 'r' });

    assert.deepEqual([first.outcome, first.stage], ['cancelled', 'cancelled']);
    assert.deepEqual([second.outcome, second.stage], ['was-closed', 'cancelled']);
  });
});

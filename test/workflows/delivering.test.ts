import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { ApplicationFailure } from '@temporalio/common';
import type {
  DeliverInput,
  DeliveryActivities,
  DeliveryResult,
  FindResult,
} from '../../src/activities/deliver-order.js';
import { salesOrderId } from '../../src/domain/ids.js';
import type { OrderPolicy, ProcessOrderInput } from '../../src/messages/order-input.js';
import { cancelOrderSignal, retryNowSignal, statusQuery, type OrderStatus } from '../../src/messages/order-messages.js';
import { ORDER_QUEUE } from '../../src/messages/queues.js';
import { orderWorkflowId } from '../../src/messages/workflow-ids.js';
import type { processOrder } from '../../src/workflows/index.js';
import { freshConnectionId, OPEN, orderInput, QUICK } from '../support/orders.js';
import { testTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';
import { salesOrderFor, withStubs } from '../support/workers.js';

const REFUSED = { kind: 'refused', what: 'issued_at is blank', answerLost: false } as const;
const REFUSED_AFTER_LOSS = { ...REFUSED, answerLost: true } as const;
const KEY_USED = { kind: 'key-used' } as const;
const GONE = {
  kind: 'blocked',
  problem: { reason: 'voided-in-order-system', what: 'Sales order 9 is void.' },
  answerLost: false,
} as const;
const UNAUTHORISED = ApplicationFailure.nonRetryable('TradeGecko: GET /orders failed (unauthorised)', 'unauthorised');

type Answer<Result> = Result | ApplicationFailure | 'delivered';

/** What the order system answers, one after the other; after the last, every POST is delivered and every look empty. */
interface Script {
  readonly posts?: readonly Answer<DeliveryResult>[];
  readonly looks?: readonly Answer<FindResult>[];
  readonly policy?: Partial<OrderPolicy>;
  readonly input?: Partial<ProcessOrderInput>;
}

interface Play {
  /** The calls in their order: `look`, or `post <revision>`, with `?` where the POST looks first. */
  readonly calls: readonly string[];
  readonly status: () => Promise<OrderStatus>;
  readonly reaches: (stage: string) => Promise<void>;
  readonly retry: () => Promise<void>;
  readonly cancel: () => Promise<void>;
  readonly outcome: () => Promise<string>;
}

function scripted<Result>(answers: readonly Answer<Result>[], rest: Answer<Result>) {
  const left = [...answers];
  return (
    input: DeliverInput,
  ): Result | { kind: 'delivered'; salesOrder: ReturnType<typeof salesOrderFor>; doubt: null } => {
    const answer = left.shift() ?? rest;
    if (answer instanceof ApplicationFailure) throw answer;
    if (answer !== 'delivered') return answer;
    return { kind: 'delivered', salesOrder: salesOrderFor(input.draft), doubt: null };
  };
}

async function play(script: Script, story: (play: Play) => Promise<void>): Promise<void> {
  const connection = freshConnectionId();
  const calls: string[] = [];
  const [answerPost, answerLook] = [
    scripted<DeliveryResult>(script.posts ?? [], 'delivered'),
    scripted<FindResult>(script.looks ?? [], { kind: 'nothing' }),
  ];
  const orderSystem: Partial<DeliveryActivities> & Record<string, unknown> = {
    deliverOrder: async (input) => {
      calls.push(`post ${input.revision}${input.isRepeat ? '?' : ''}`);
      return answerPost(input);
    },
    findSalesOrder: async (input) => {
      calls.push('look');
      return answerLook({ ...input, revision: 0, isRepeat: false });
    },
    findLiveSalesOrders: async () => {
      calls.push('look before void');
      return [];
    },
  };
  const input = orderInput(connection, { policy: { ...QUICK, ...script.policy }, ...script.input });
  const channel = { readChannelOrder: async () => ({ kind: 'found', order: input.order, ...OPEN }) as const };
  await withStubs(connection, { orderSystem, channel }, async () => {
    const { client } = await testTemporal();
    const handle = await client.workflow.start<typeof processOrder>('processOrder', {
      taskQueue: ORDER_QUEUE,
      workflowId: orderWorkflowId(connection, input.order.orderId),
      args: [input],
    });
    const status = () => handle.query(statusQuery);
    try {
      await story({
        calls,
        status,
        reaches: async (stage) => {
          await until(`the order reaches ${stage}`, async () => (await status()).stage === stage);
        },
        retry: () => handle.signal(retryNowSignal),
        cancel: () => handle.signal(cancelOrderSignal, { reason: 'no', by: 'test' }),
        outcome: async () => (await handle.result()).outcome,
      });
    } finally {
      await handle.terminate().catch(() => undefined);
    }
  });
}

describe('the key of a delivery', () => {
  it('stays the same over a look-up and its POST, and is the first of the order', () =>
    play({ input: { lookUpFirst: true } }, async ({ calls, reaches }) => {
      await reaches('awaiting-shipment');
      assert.deepEqual(calls, ['look', 'post 0']);
    }));

  it('is another after each definite refusal, with a look before it', () =>
    play({ posts: [REFUSED, REFUSED] }, async ({ calls, reaches, retry, status }) => {
      for (const tries of [1, 3]) {
        await until('the refusal', () => calls.length === tries);
        await reaches('needs-attention');
        assert.equal((await status()).problem?.reason, 'refused-by-order-system');
        await retry();
      }
      await reaches('awaiting-shipment');
      assert.deepEqual(calls, ['post 0', 'look', 'post 1', 'look', 'post 2']);
    }));

  it('is another after a refusal also when the slow timer tries again', () =>
    play({ posts: [REFUSED], policy: { slowRetryMs: 100 } }, async ({ calls, reaches }) => {
      await reaches('awaiting-shipment');
      assert.deepEqual(calls, ['post 0', 'look', 'post 1']);
    }));

  it('is kept after a refusal while an earlier POST under it may still take effect', () =>
    play({ posts: [REFUSED_AFTER_LOSS, KEY_USED] }, async ({ calls, reaches, retry }) => {
      await reaches('needs-attention');
      await retry();
      await reaches('awaiting-shipment');
      // Only the settled wait, with both its looks empty, frees the way for another key.
      assert.deepEqual(calls, ['post 0', 'look', 'post 0?', 'look', 'look', 'post 1']);
    }));

  for (const reason of ['unknown-sku', 'ambiguous-sku'] as const) {
    it(`is kept when nothing was posted because of ${reason}`, () =>
      play(
        { posts: [{ kind: 'blocked', problem: { reason, what: 'LAMP-1' }, answerLost: false }] },
        async ({ calls, reaches, retry }) => {
          await reaches('needs-attention');
          await retry();
          await reaches('awaiting-shipment');
          assert.deepEqual(calls, ['post 0', 'look', 'post 0']);
        },
      ));
  }

  it('is kept when credentials are refused, and the next POST looks first', () =>
    play({ posts: [UNAUTHORISED] }, async ({ calls, reaches, retry, status }) => {
      await reaches('needs-attention');
      assert.equal((await status()).problem?.reason, 'unauthorised');
      await retry();
      await reaches('awaiting-shipment');
      assert.deepEqual(calls, ['post 0', 'look', 'post 0?']);
    }));

  it('that counts as used gives way to another once; a second used one asks a person', () =>
    play({ posts: [KEY_USED, KEY_USED] }, async ({ calls, reaches, retry, status }) => {
      await reaches('needs-attention');
      const { problem } = await status();
      assert.equal(problem?.reason, 'refused-by-order-system');
      assert.match(problem.what, /no sales order HZ-\w+ stands there/);
      assert.deepEqual(calls, ['post 0', 'look', 'look', 'post 1']);

      await retry();
      await reaches('awaiting-shipment');
      assert.deepEqual(calls.slice(4), ['look', 'post 1?']);
    }));

  it('that counts as used is settled with the same key when the credentials are refused meanwhile', () =>
    play({ posts: [KEY_USED], looks: [UNAUTHORISED] }, async ({ calls, reaches, retry }) => {
      await reaches('needs-attention');
      await retry();
      await reaches('awaiting-shipment');
      assert.deepEqual(calls, ['post 0', 'look', 'look', 'post 0?']);
    }));

  it('that counts as used waits for the late answer before another one is used', () =>
    play({ posts: [KEY_USED], policy: { lateAnswerMs: 1_000 } }, async ({ calls, reaches }) => {
      await until('the first look', () => calls.length === 2);
      const lookedAtMs = Date.now();
      await reaches('awaiting-shipment');
      assert.ok(Date.now() - lookedAtMs >= 900, 'the last look came a late answer later');
      assert.deepEqual(calls, ['post 0', 'look', 'look', 'post 1']);
    }));
});

describe('a cancel of a delivery', () => {
  it('ends the wait for a late answer, and looks for what may still come', () =>
    play({ posts: [KEY_USED], policy: { lateAnswerMs: 1_500 } }, async ({ calls, outcome, cancel }) => {
      await until('the first look', () => calls.length === 2);
      await cancel();
      assert.equal(await outcome(), 'cancelled');
      assert.deepEqual(calls, ['post 0', 'look', 'look before void', 'look before void']);
    }));

  it('between two tries withdraws it, and looks for what the lost one may have made', () => {
    const fault = ApplicationFailure.retryable('TradeGecko: POST /orders failed (server-fault)', 'server-fault');
    const posts = Array.from({ length: 100 }, () => fault);
    return play({ posts, policy: { retryInitialMs: 300 } }, async ({ calls, outcome, cancel }) => {
      await until('two tries', () => calls.length >= 2);
      await cancel();
      assert.equal(await outcome(), 'cancelled');
      assert.deepEqual(
        calls.filter((call) => call.startsWith('look')),
        ['look before void', 'look before void'],
      );
    });
  });

  it('that stands before a person since its key was used looks for what the key may have made, and once more', () =>
    play({ posts: [KEY_USED], looks: [GONE] }, async ({ calls, reaches, outcome, cancel }) => {
      await reaches('needs-attention');
      await cancel();
      assert.equal(await outcome(), 'cancelled');
      assert.deepEqual(calls, ['post 0', 'look', 'look before void', 'look before void']);
    }));

  it('of an order that was refused and never delivered looks once', () =>
    play({ posts: [REFUSED] }, async ({ calls, reaches, outcome, cancel }) => {
      await reaches('needs-attention');
      await cancel();
      assert.equal(await outcome(), 'cancelled');
      assert.deepEqual(calls, ['post 0', 'look before void']);
    }));
});

describe('what a look finds', () => {
  it('is taken over with its doubt, which a person sees', () => {
    const salesOrder = salesOrderFor(
      { reference: 'HZ-X', channelOrderId: 'X', total: 1 } as unknown as DeliverInput['draft'],
      { id: salesOrderId('77') },
    );
    const doubt = {
      reason: 'total-mismatch',
      what: 'Sales order 77 totals 0.01; the channel order totals 50.00.',
    } as const;
    const looks: readonly FindResult[] = [{ kind: 'delivered', salesOrder, doubt }];
    return play({ looks, input: { lookUpFirst: true } }, async ({ calls, reaches, status }) => {
      await reaches('needs-attention');
      const { problem, salesOrderId: id } = await status();
      assert.deepEqual([problem?.reason, id], ['total-mismatch', '77']);
      assert.deepEqual(calls, ['look']);
    });
  });

  it('is never made again when it is void, however often it is tried', () => {
    const looks = Array.from({ length: 50 }, () => GONE);
    const policy = { slowRetryMs: 100 };
    return play({ looks, policy, input: { lookUpFirst: true } }, async ({ calls, reaches, retry }) => {
      await until('several tries', async () => {
        await retry();
        return calls.length >= 4;
      });
      await reaches('needs-attention');
      assert.ok(calls.every((call) => call === 'look'));
    });
  });
});

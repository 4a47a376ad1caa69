import { WorkflowFailedError, type Client, type WorkflowHandleWithStartDetails } from '@temporalio/client';
import { rootCause, WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import type { ConnectionConfig } from '../config/config.js';
import { channelOrderId, orderReference } from '../domain/ids.js';
import type { SalesOrderDraft } from '../domain/sales-order.js';
import { ORDER_QUEUE } from '../messages/queues.js';
import { testOrderWorkflowId, type TestOrderInput, type TestOrderResult } from '../messages/test-order.js';
import { CommandError } from './command-error.js';
import { rendered, type Command } from './command.js';
import { CONFIG, CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import type { Progress } from './output/progress.js';
import { renderTestOrder } from './output/test-order.js';
import { pickConnection } from './pick-connection.js';
import type { TestOrderReport } from './reports.js';
import { CALL_LIMIT_MS } from './runs/pace.js';
import { waitForEnd, type Look } from './runs/wait-for-end.js';
import type { TemporalLink } from './temporal-connection.js';

/** What `test-order` works with. */
export interface TestOrderWith {
  readonly link: TemporalLink;
  readonly progress: Progress;
  readonly now: () => number;
  readonly waitMs: number;
}

const TAG = 'orderbridge-test';

type Handle = WorkflowHandleWithStartDetails<(input: TestOrderInput) => Promise<TestOrderResult>>;

/** Has the worker place a test order, read it back and remove it; the same way, queue and quota as any order. */
export async function placeTestOrder(
  connection: ConnectionConfig,
  sku: string | null,
  { link, progress, now, waitMs }: TestOrderWith,
): Promise<TestOrderReport> {
  const draft = draftOf(connection, new Date(now()));
  const { client, within } = link;
  const input = { connection: connection.id, draft, sku };
  const handle = await within(CALL_LIMIT_MS, () => start(client, input));
  const about = { connection: connection.id, tags: draft.tags };
  const onLook = (look: Look): void => {
    progress.show(wordsOf(look));
  };
  const isOver = await waitForEnd(handle, { link, waitMs, onLook });
  if (isOver) return { ...about, outcome: 'ended', ...(await within(CALL_LIMIT_MS, () => resultOf(handle))) };
  // Nobody waits any longer: what is not placed yet is not placed, and what is placed is removed all the same.
  await within(CALL_LIMIT_MS, () => handle.cancel());
  const nothing = { salesOrderId: null, number: draft.reference, sku, readBack: null, isRemoved: false } as const;
  return { ...about, outcome: 'undecided', kind: 'refused', ...nothing, what: null };
}

/** Nothing of it can be taken for an order of the channel: its numbers say what it is. */
function draftOf({ orders: { rules } }: ConnectionConfig, now: Date): SalesOrderDraft {
  const iso = now.toISOString();
  const number = `ORDERBRIDGE-TEST-${iso.slice(0, 19).replaceAll(/\D/g, '')}`;
  return {
    reference: orderReference(number),
    channelOrderId: channelOrderId(`${number}-ID`),
    issuedOn: iso.slice(0, 10),
    addressLabel: number,
    customerName: 'Orderbridge test',
    address: {
      line1: '1 Test Street',
      line2: '',
      city: 'Test',
      state: '',
      postalCode: '00000',
      country: rules.homeCountry,
      phone: '',
    },
    currency: rules.currency,
    lines: [],
    tags: [...rules.tags, TAG],
    notes: 'A test order of Orderbridge. It removes itself; where it did not, it may be deleted.',
    total: 0,
  };
}

async function start(client: Client, input: TestOrderInput): Promise<Handle> {
  const workflowId = testOrderWorkflowId(input.connection);
  try {
    return await client.workflow.start<(input: TestOrderInput) => Promise<TestOrderResult>>('testOrder', {
      taskQueue: ORDER_QUEUE,
      workflowId,
      args: [input],
      staticSummary: `A test order of ${input.connection}: placed, read back, removed`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw new CommandError(EXIT.needsPerson, {
      what: `A test order of ${input.connection} is under way already.`,
      why: `Its workflow ${workflowId} has not ended; without a worker it waits.`,
      next: 'Wait for it, or start a worker, then run it again.',
    });
  }
}

/** The activities of its workflow, in their order. */
const STEPS = [
  { activity: 'placeTestOrder', words: 'placing it' },
  { activity: 'findLiveSalesOrders', words: 'reading it back' },
  { activity: 'voidSalesOrder', words: 'removing it' },
];

function wordsOf({ run, leftMs }: Look): string {
  const under = run.raw.pendingActivities?.[0]?.activityType?.name;
  // Before the first and between two of them none is pending.
  const at = STEPS.findIndex(({ activity }) => activity === under);
  const place = at < 0 ? 'under way' : `step ${at + 1} of ${STEPS.length}, ${STEPS[at]?.words ?? ''}`;
  return `Test order: ${place}; at most ${Math.ceil(leftMs / 1_000)}s`;
}

async function resultOf(handle: Handle): Promise<TestOrderResult> {
  try {
    return await handle.result();
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    throw new CommandError(
      EXIT.needsPerson,
      {
        what: 'The test order could not be placed.',
        why: rootCause(error.cause) ?? 'Its workflow failed without a reason.',
        next: 'Mend what is named above; "orderbridge check" tries the accounts one by one.',
      },
      error,
    );
  }
}

function exitCodeOf({ outcome, kind }: TestOrderReport): ExitCode {
  if (outcome === 'undecided') return EXIT.undecided;
  return kind === 'done' ? EXIT.fine : EXIT.needsPerson;
}

const WAIT_S_DEFAULT = 60;
const WAIT_S_MAX = 600;

/** `orderbridge test-order` */
export const testOrderCommand: Command = {
  summary: 'place a draft in TradeGecko, read it back and remove it',
  description:
    'Proves the whole way to TradeGecko with a draft of one unit, which holds no stock back: the worker places it, ' +
    `reads it back and removes it again. Its number begins with ORDERBRIDGE-TEST- and it has the tag ${TAG}. Houzz ` +
    'never hears of it. Needs a running worker.',
  examples: ['orderbridge test-order', 'orderbridge test-order --sku LAMP-1 --json'],
  args: {
    sku: { type: 'string', valueHint: 'SKU', description: 'the SKU of its line in TradeGecko; any when left out' },
    wait: { type: 'string', valueHint: 'SECONDS', description: `the longest to wait; ${WAIT_S_DEFAULT} when left out` },
    ...CONNECTION,
    ...CONFIG,
    ...EVERY_COMMAND,
  },
  run: async (args, collaborators) => {
    const waitMs = (args.whole('wait', { min: 1, max: WAIT_S_MAX }) ?? WAIT_S_DEFAULT) * 1_000;
    const connection = pickConnection(collaborators.loadConfig(args.text('config')), args.text('connection'));
    const link = await collaborators.connectTemporal();
    const { progress, now } = collaborators;
    const data = await placeTestOrder(connection, args.text('sku') ?? null, { link, progress, now, waitMs });
    return rendered({ exitCode: exitCodeOf(data), data, render: renderTestOrder });
  },
};

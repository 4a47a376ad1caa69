import type { ConnectionConfig } from '../../config/config.js';
import { formatDuration } from '../../config/durations.js';
import { ORDER_QUEUE } from '../../messages/queues.js';
import type { InspectStockInput, StockInspection } from '../../messages/stock-inspection.js';
import { inspectStockId } from '../../messages/workflow-ids.js';
import type { Collaborators } from '../command.js';
import { CommandError } from '../command-error.js';
import { EXIT } from '../exit-codes.js';
import type { DifferencesReport, SkuReport } from '../reports.js';
import { followStock } from '../runs/follow-stock.js';
import { syncInventoryInputOf } from '../start/sweep-inputs.js';
import { refuseStockOff } from '../switched-on.js';
import type { TemporalLink } from '../temporal-connection.js';
import { figuresOf } from './figures.js';
import { nextOf } from './next-step.js';

/** What asking the worker works with. */
export interface AskWith extends Pick<Collaborators, 'progress' | 'now'> {
  readonly link: TemporalLink;
}

const SKU_WAIT_MS = 60_000;
const WALK_WAIT_MS = 7_200_000;

/** Has the worker look at one SKU. */
export async function inspectSku(connection: ConnectionConfig, sku: string, ask: AskWith): Promise<SkuReport> {
  const found = await askWorker(connection, { sku, waitMs: SKU_WAIT_MS }, ask);
  if (found.kind !== 'sku') throw new Error('The worker has answered another question.');
  const { id, inventory } = connection;
  return {
    ...found,
    connection: id,
    figures: figuresOf(found, inventory),
    next: nextOf(found, inventory.raiseAfterMs),
  };
}

/** Has the worker look at all listings. */
export async function inspectDifferences(connection: ConnectionConfig, ask: AskWith): Promise<DifferencesReport> {
  const found = await askWorker(connection, { sku: null, waitMs: WALK_WAIT_MS }, ask);
  if (found.kind !== 'differences') throw new Error('The worker has answered another question.');
  return { ...found, connection: connection.id };
}

interface Question {
  readonly sku: string | null;
  /** How long the worker may take. */
  readonly waitMs: number;
}

/** The worker calls the services, because it alone knows what is left of the quota. */
async function askWorker(
  connection: ConnectionConfig,
  { sku, waitMs }: Question,
  { link, progress, now }: AskWith,
): Promise<StockInspection> {
  refuseStockOff(connection.id, connection);
  const input: InspectStockInput = { comparison: syncInventoryInputOf(connection), sku };
  const { workflowId } = await link.client.workflow.start('inspectStock', {
    taskQueue: ORDER_QUEUE,
    workflowId: inspectStockId(connection.id, now()),
    args: [input],
    // Nobody wants the answer once the asker has gone.
    workflowExecutionTimeout: waitMs,
    staticSummary: sku === null ? 'What differs in stock' : `The stock of ${sku}`,
  });
  const outcome = await followStock<StockInspection>(workflowId, { link, progress, waitMs });
  if (outcome.kind === 'done') return outcome.result;
  throw outcome.kind === 'failed' ? failed(outcome.why) : unanswered(waitMs);
}

const failed = (why: string): CommandError =>
  new CommandError(EXIT.needsPerson, {
    what: 'The stock could not be read.',
    why,
    next: 'Run "orderbridge check": it tries both services.',
  });

const unanswered = (waitMs: number): CommandError =>
  new CommandError(EXIT.undecided, {
    what: `The stock was not read within ${formatDuration(waitMs)}.`,
    why: "No worker runs for this connection, or TradeGecko's quota is spent.",
    next: 'Start the worker, or try again in five minutes.',
  });

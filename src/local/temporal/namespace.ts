import type { Connection } from '@temporalio/client';
import { msToTs, tsToMs } from '@temporalio/common/lib/time.js';
import { poll } from './poll.js';
import { reasonOf, TemporalProblem } from './problem.js';

/** The search attributes to register; Keyword is the one type we use. */
export type SearchAttributes = Readonly<Record<string, 'Keyword'>>;

/** A workflow id protects an order from a second import only while its closed run is kept. */
const RETENTION_MS = 30 * 24 * 60 * 60_000;
const VISIBLE_MAX_MS = 20_000;
/** temporal.api.enums.v1.IndexedValueType; the package that names it is no dependency of ours. */
const INDEXED_VALUE_TYPE_KEYWORD = 2;

/** Raises the retention, whose default is one day on a development server, and registers the search attributes. */
export async function prepareNamespace(
  connection: Connection,
  namespace: string,
  searchAttributes: SearchAttributes,
): Promise<void> {
  const { config } = await connection.workflowService.describeNamespace({ namespace });
  const retention = config?.workflowExecutionRetentionTtl;
  if (retention === null || retention === undefined || tsToMs(retention) < RETENTION_MS) {
    const workflowExecutionRetentionTtl = msToTs(RETENTION_MS);
    await connection.workflowService.updateNamespace({ namespace, config: { workflowExecutionRetentionTtl } });
  }
  const names = await missingSearchAttributes(connection, namespace, searchAttributes);
  if (names.length === 0) return;
  const added = Object.fromEntries(names.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: added });
  await waitUntilVisible(connection, namespace, names);
}

export async function missingSearchAttributes(
  connection: Connection,
  namespace: string,
  searchAttributes: SearchAttributes,
): Promise<string[]> {
  const names = Object.keys(searchAttributes);
  if (names.length === 0) return [];
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return names.filter((name) => customAttributes[name] === undefined);
}

/** Registered is not yet usable: the server's parts learn of it one after the other. A query that names them tells. */
async function waitUntilVisible(connection: Connection, namespace: string, names: readonly string[]): Promise<void> {
  const query = names.map((name) => `${name} = ''`).join(' OR ');
  let reason = 'unknown';
  const count = await poll(
    async () => {
      try {
        return await connection.workflowService.countWorkflowExecutions({ namespace, query });
      } catch (error) {
        reason = reasonOf(error);
        return undefined;
      }
    },
    { boundMs: VISIBLE_MAX_MS, everyMs: 100 },
  );
  if (count !== undefined) return;
  const seconds = VISIBLE_MAX_MS / 1000;
  throw new TemporalProblem(
    'not-ready',
    `The search attributes ${names.join(', ')} are not usable in namespace ${namespace} after ${seconds} s (${reason}).`,
  );
}

import type { ConnectionId } from '../domain/ids.js';
import type { TemporalLink } from './temporal-connection.js';

/** One list of orders in the Web UI: what it is called, and the filter that makes it. */
interface UiList {
  readonly title: string;
  readonly filter: string;
}

/**
 * The lists that an operator works through, the most urgent first. Written without "!=" and "IN": the Web UI shows a
 * filter as one button a condition, and shows those two as something else than they are.
 */
export const UI_LISTS = {
  'needs-attention': {
    title: 'Needs attention',
    filter: 'OrderStage="needs-attention" AND ExecutionStatus="Running"',
  },
  'cancel-unresolved': {
    title: 'Cancel unresolved',
    filter: 'OrderStage="cancel-unresolved" AND ExecutionStatus="Running"',
  },
  failed: {
    title: 'Ended by an error',
    filter:
      'WorkflowType="processOrder" AND ' +
      '(ExecutionStatus="Failed" OR ExecutionStatus="Terminated" OR ExecutionStatus="TimedOut")',
  },
  'waiting-long': { title: 'Waiting long', filter: 'AttentionReason="overdue" AND ExecutionStatus="Running"' },
  held: { title: 'Held', filter: 'OrderStage="held" AND ExecutionStatus="Running"' },
  'open-in-channel': { title: 'Cancelled here, open in Houzz', filter: 'AttentionReason="open-in-channel"' },
  open: { title: 'All open orders', filter: 'WorkflowType="processOrder" AND ExecutionStatus="Running"' },
} as const satisfies Readonly<Record<string, UiList>>;

export type UiListName = keyof typeof UI_LISTS;

type Environment = Readonly<Record<string, string | undefined>>;
type Place = Pick<TemporalLink, 'address' | 'namespace' | 'uiUrl'>;

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\]):(\d{1,5})$/;

/** The development server serves its Web UI a thousand ports above its own. */
const UI_PORT_DISTANCE = 1_000;

/** The page of one order in Temporal's Web UI; null when nobody said where that is. */
export function orderLink(env: Environment, place: Place, workflowId: string): string | null {
  return pageLink(env, place, `workflows/${encodeURIComponent(workflowId)}`);
}

/** One list of orders, of one connection or of all; null when nobody said where the Web UI is. */
export function listLink(
  env: Environment,
  place: Place,
  { list, connection }: { readonly list: UiListName; readonly connection?: ConnectionId },
): string | null {
  const query = listQuery(list, connection);
  return pageLink(env, place, `workflows?query=${encodeURIComponent(query)}`);
}

function listQuery(list: UiListName, connection: ConnectionId | undefined): string {
  const { filter } = UI_LISTS[list];
  return connection === undefined ? filter : `Connection="${connection}" AND ${filter}`;
}

function pageLink(env: Environment, { address, namespace, uiUrl }: Place, page: string): string | null {
  const base = env['ORDERBRIDGE_UI_URL']?.replace(/\/+$/, '') || uiUrl || localUi(address);
  return base === undefined ? null : `${base}/namespaces/${encodeURIComponent(namespace)}/${page}`;
}

function localUi(address: string): string | undefined {
  const port = LOCAL_HOST.exec(address)?.[1];
  return port === undefined ? undefined : `http://localhost:${Number(port) + UI_PORT_DISTANCE}`;
}

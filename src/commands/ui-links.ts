import type { TemporalLink } from './temporal-connection.js';

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\]):(\d{1,5})$/;

/** The development server serves its Web UI a thousand ports above its own. */
const UI_PORT_DISTANCE = 1_000;

/** The page of one order in Temporal's Web UI; null when nobody said where that is. */
export function orderLink(
  env: Readonly<Record<string, string | undefined>>,
  { address, namespace }: Pick<TemporalLink, 'address' | 'namespace'>,
  workflowId: string,
): string | null {
  const base = env['ORDERBRIDGE_UI_URL']?.replace(/\/+$/, '') || localUi(address);
  if (base === undefined) return null;
  return `${base}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}

function localUi(address: string): string | undefined {
  const port = LOCAL_HOST.exec(address)?.[1];
  return port === undefined ? undefined : `http://localhost:${Number(port) + UI_PORT_DISTANCE}`;
}

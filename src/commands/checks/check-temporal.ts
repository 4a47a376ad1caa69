import type { ConnectionConfig } from '../../config/config.js';
import { readRetentionMs, retentionWarning } from '../retention.js';
import { readSchedules, storedStart } from '../schedules.js';
import { missingSearchAttributes } from '../search-attributes.js';
import type { TemporalLink } from '../temporal-connection.js';
import { tryCheck, type CheckOf, type CheckRow } from './row.js';

const DAY_MS = 86_400_000;

/** Tries Temporal and what the namespace needs; after a failed connect there is nothing more to try. */
export async function checkTemporal(
  connect: () => Promise<TemporalLink>,
  connections: readonly ConnectionConfig[],
): Promise<readonly CheckRow[]> {
  const of: CheckOf = { connection: null, subject: 'Temporal' };
  let link: TemporalLink | undefined;
  const reached = await tryCheck(of, 'connect', async () => {
    link = await connect();
    const { serverVersion } = await link.connection.workflowService.getSystemInfo({});
    return { detail: `server ${serverVersion} at ${link.address}` };
  });
  if (link === undefined) return [reached];
  const open = link;
  return [
    reached,
    await tryCheck(of, 'namespace', () => checkNamespace(open)),
    await tryCheck(of, 'search attributes', () => checkSearchAttributes(open)),
    ...(await Promise.all(
      connections.map(({ id }) => tryCheck({ ...of, connection: id }, 'schedules', () => checkSchedules(open, id))),
    )),
  ];
}

type Checked = Partial<CheckRow> & { readonly detail: string };

async function checkNamespace(link: TemporalLink): Promise<Checked> {
  const retentionMs = await readRetentionMs(link);
  const warning = retentionWarning(retentionMs);
  const detail = `"${link.namespace}" keeps closed runs for ${Math.round(retentionMs / DAY_MS)} days`;
  return warning === undefined ? { detail } : { detail, result: 'warning', next: warning };
}

async function checkSearchAttributes(link: TemporalLink): Promise<Checked> {
  const missing = await missingSearchAttributes(link);
  if (missing.length === 0) return { detail: 'all are there' };
  return { result: 'warning', detail: `missing: ${missing.join(', ')}`, next: 'The first start registers them.' };
}

async function checkSchedules({ client }: TemporalLink, id: ConnectionConfig['id']): Promise<Checked> {
  const schedules = await readSchedules(client, id);
  const start = storedStart(schedules);
  if (schedules.every(({ state }) => state === 'absent')) {
    return { result: 'not tried', detail: 'never started', next: 'Run "orderbridge start".' };
  }
  const paused = schedules.filter(({ state }) => state === 'paused').map((one) => one.id);
  const line = start === undefined ? '' : `orders from ${start.from} on, ${start.skippedIds.length} older skipped`;
  if (paused.length === 0) return { detail: ['running', line].filter((part) => part !== '').join('; ') };
  return { result: 'warning', detail: `paused: ${paused.join(', ')}; ${line}`, next: 'Run "orderbridge start".' };
}

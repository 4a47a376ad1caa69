import type { ConnectionConfig } from '../../config/config.js';
import { readRetentionMs, retentionWarning } from '../retention.js';
import { readSchedules, storedStart, type ScheduleState } from '../schedules.js';
import { missingSearchAttributes } from '../search-attributes.js';
import { switchedOn } from '../switched-on.js';
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
      connections.map((one) => tryCheck({ ...of, connection: one.id }, 'schedules', () => checkSchedules(open, one))),
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

async function checkSchedules({ client }: TemporalLink, config: ConnectionConfig): Promise<Checked> {
  const schedules = await readSchedules(client, config.id);
  const isOn = switchedOn(config);
  const idsOf = (wanted: (schedule: ScheduleState) => boolean): readonly string[] =>
    schedules.filter(wanted).map(({ id }) => id);
  const off = said(
    'switched off',
    idsOf(({ workflow }) => !isOn[workflow]),
  );
  if (schedules.every(({ state }) => state === 'absent')) {
    const detail = ['never started', ...off].join('; ');
    return { result: 'not tried', detail, next: 'Run "orderbridge start".' };
  }
  const wrong = [
    ...said(
      'paused',
      idsOf(({ workflow, state }) => isOn[workflow] && state === 'paused'),
    ),
    ...said(
      'never started',
      idsOf(({ workflow, state }) => isOn[workflow] && state === 'absent'),
    ),
    ...said(
      'running, though switched off',
      idsOf(({ workflow, state }) => !isOn[workflow] && state === 'running'),
    ),
  ];
  const start = storedStart(schedules);
  const line = start === undefined ? [] : [`orders from ${start.from} on, ${start.skippedIds.length} older skipped`];
  if (wrong.length === 0) return { detail: ['running', ...line, ...off].join('; ') };
  return { result: 'warning', detail: [...wrong, ...line, ...off].join('; '), next: 'Run "orderbridge start".' };
}

const said = (what: string, ids: readonly string[]): readonly string[] =>
  ids.length === 0 ? [] : [`${what}: ${ids.join(', ')}`];

import type { Client } from '@temporalio/client';
import type { ConnectionId } from '../domain/ids.js';
import type { StopReport } from './reports.js';
import { rendered, type Command } from './command.js';
import { CONFIG, CONNECTION, EVERY_COMMAND } from './common-arguments.js';
import { EXIT } from './exit-codes.js';
import { countOpenOrders } from './orders/rows.js';
import { renderStop } from './output/stop.js';
import { connectionMeant } from './pick-connection.js';
import { pauseSchedule, readSchedules, type ScheduleState } from './schedules.js';

/** Pauses the schedules of a connection; orders in flight go on. */
export async function stopConnection(
  connection: ConnectionId,
  { client, now }: { readonly client: Client; readonly now: () => number },
): Promise<StopReport> {
  const before = await readSchedules(client, connection);
  const note = `Stopped by an operator at ${new Date(now()).toISOString()}.`;
  for (const schedule of before) await pauseSchedule(client, schedule, note);
  const inFlight = await countOpenOrders(client, connection);
  return { connection, schedules: before.map(({ id, state }) => ({ id, state: STATE_AFTER[state] })), inFlight };
}

const STATE_AFTER = {
  running: 'paused',
  paused: 'was-paused',
  absent: 'absent',
} as const satisfies Record<ScheduleState['state'], StopReport['schedules'][number]['state']>;

const LIMIT_MS = 30_000;

/** `orderbridge stop` */
export const stopCommand: Command = {
  summary: 'pause a connection; orders in flight go on',
  description:
    'Pauses the three schedules of a connection: nothing new is read from then on. Orders that are in flight go on, ' +
    'but shipments are no longer noticed until the connection is started again.',
  examples: ['orderbridge stop', 'orderbridge stop --connection main'],
  args: { ...CONNECTION, ...CONFIG, ...EVERY_COMMAND },
  run: async (args, collaborators) => {
    const connection = connectionMeant(collaborators, args.text('connection'), args.text('config'));
    const { client, within } = await collaborators.connectTemporal();
    const data = await within(LIMIT_MS, () => stopConnection(connection, { client, now: collaborators.now }));
    const isKnown = data.schedules.some(({ state }) => state !== 'absent');
    return rendered({ exitCode: isKnown ? EXIT.fine : EXIT.notFound, data, render: renderStop });
  },
};

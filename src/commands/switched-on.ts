import type { ConnectionConfig } from '../config/config.js';
import type { ScheduledWorkflow } from '../messages/workflow-ids.js';
import { usageError } from './command-error.js';

/** Which of a connection's schedules its configuration lets run. */
export function switchedOn({
  houzz,
  inventory,
}: Pick<ConnectionConfig, 'houzz' | 'inventory'>): Readonly<Record<ScheduledWorkflow, boolean>> {
  const { processOrders, updateInventory } = houzz.permissions;
  return {
    pollOrders: processOrders,
    pollShipments: processOrders,
    syncInventory: updateInventory && inventory.enabled,
  };
}

/** Refuses work on stock that the configuration does not allow. */
export function refuseStockOff(connection: string, config: Pick<ConnectionConfig, 'houzz' | 'inventory'>): void {
  if (switchedOn(config).syncInventory) return;
  const key = config.inventory.enabled ? 'houzz.permissions.updateInventory' : 'inventory.enabled';
  throw usageError(
    `The stock of ${connection} is switched off.`,
    `${key} is false in the configuration.`,
    'Set it to true and run "orderbridge start".',
  );
}

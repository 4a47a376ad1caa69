import type { ActivitySlotInfo, CustomSlotSupplier, SlotPermit } from '@temporalio/worker';
import type { Permit, Quota } from '../clients/quota.js';

/** What stands in a slot's permit, so that the very slot is given back. */
interface QuotaSlotPermit extends SlotPermit {
  readonly quotaPermit: Permit;
}

/**
 * Hands out the slots of a Worker as the quota allows: a Worker without quota does not poll, so its tasks wait in
 * Temporal without attempts, time-outs or cost.
 */
export function createQuotaSlots(quota: Quota): CustomSlotSupplier<ActivitySlotInfo> {
  return {
    type: 'custom',
    async reserveSlot(_, abortSignal): Promise<QuotaSlotPermit> {
      return { quotaPermit: await quota.reserveSlot(abortSignal) };
    },
    tryReserveSlot(): QuotaSlotPermit | null {
      const quotaPermit = quota.tryReserveSlot();
      return quotaPermit === undefined ? null : { quotaPermit };
    },
    markSlotUsed() {
      // A slot counts against the quota from the moment it is handed out, used or not.
    },
    releaseSlot({ permit }) {
      if (isQuotaSlotPermit(permit)) quota.releaseSlot(permit.quotaPermit);
    },
  };
}

function isQuotaSlotPermit(permit: SlotPermit): permit is QuotaSlotPermit {
  return 'quotaPermit' in permit;
}

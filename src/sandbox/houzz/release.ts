import type { HouzzDesk } from './desk.js';
import type { HouzzStatus } from './order-document.js';

/** Whether Houzz authorises orders by itself, as it does for sellers since September 2021. */
export function chargesByItself(desk: HouzzDesk): boolean {
  return desk.reading('houzz.flow') === 'auto-charge' && desk.options.accountType !== 'vendor';
}

/** Whether a seller sees orders in this status at all: those that Houzz could not authorise yet are not released. */
export function isReleased(desk: HouzzDesk, status: HouzzStatus): boolean {
  return (status !== 'Placed' && status !== 'FailedToCharge') || !chargesByItself(desk);
}

import type { HouzzCall, HouzzDesk } from './desk.js';
import type { WireRecord } from './envelope.js';
import { getListing, getListings } from './get-listings.js';
import { getOrder, getOrders } from './get-orders.js';
import { getPayments, getTransactions } from './get-payments.js';
import { updateInventory } from './update-inventory.js';
import { updateOrder } from './update-order.js';
import { addListing, updateListing } from './write-listing.js';

/** One of Houzz's methods: how it is called, what it needs, and what it does. */
export interface Method {
  readonly verb: 'GET' | 'POST';
  /** Which of the two permissions; nothing tells which one the payments need. */
  readonly permission: 'orders' | 'inventory';
  /** The root of a written request. */
  readonly root?: string;
  readonly answer: (desk: HouzzDesk, call: HouzzCall) => WireRecord;
}

const METHODS = new Map<string, Method>([
  ['getOrders', { verb: 'GET', permission: 'orders', answer: getOrders }],
  ['updateOrder', { verb: 'POST', permission: 'orders', root: 'UpdateOrderRequest', answer: updateOrder }],
  ['getListings', { verb: 'GET', permission: 'inventory', answer: getListings }],
  ['getListing', { verb: 'GET', permission: 'inventory', answer: getListing }],
  [
    'updateInventory',
    { verb: 'POST', permission: 'inventory', root: 'UpdateInventoryRequest', answer: updateInventory },
  ],
  ['addListing', { verb: 'POST', permission: 'inventory', root: 'AddListingRequest', answer: addListing }],
  ['updateListing', { verb: 'POST', permission: 'inventory', root: 'UpdateListingRequest', answer: updateListing }],
  ['getPayments', { verb: 'GET', permission: 'orders', answer: getPayments }],
  ['getTransactions', { verb: 'GET', permission: 'orders', answer: getTransactions }],
]);

const GET_ORDER: Method = { verb: 'GET', permission: 'orders', answer: getOrder };

/** Finds a method by its name. */
export function findMethod(desk: HouzzDesk, name: string): Method | undefined {
  if (name === 'getOrder') return desk.reading('houzz.get-order') === 'present' ? GET_ORDER : undefined;
  return METHODS.get(name);
}

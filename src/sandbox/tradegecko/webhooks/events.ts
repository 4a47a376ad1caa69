import type { SandboxWorld } from '../../service.js';
import { stands } from '../switches.js';

/** What can happen to each kind of object, as documented: nothing tells of an order's change or its void. */
const HAPPENINGS: Readonly<Record<string, readonly string[]>> = {
  account: ['update'],
  address: ['create', 'update'],
  channel: ['destroy'],
  company: ['create', 'update', 'destroy'],
  contact: ['create', 'update'],
  document_theme: ['update'],
  fulfillment: ['create', 'fulfilled'],
  fulfillment_return: ['create', 'received'],
  image: ['create'],
  invoice: ['create', 'destroy'],
  location: ['create', 'update'],
  order: ['create', 'finalized', 'fulfilled'],
  payment: ['create'],
  procurement: ['create'],
  product: ['create', 'destroy'],
  purchase_order: ['create', 'received'],
  stock_adjustment: ['create'],
  stock_transfer: ['create'],
  variant: ['create', 'stock_level_update'],
};
const WIDER = ['create', 'update', 'destroy'];

/** Whether a webhook may ask for an event. */
export function isWebhookEvent(world: SandboxWorld, event: string): boolean {
  const [object = '', happening = '', ...rest] = event.split('.');
  const documented = Object.hasOwn(HAPPENINGS, object) ? (HAPPENINGS[object] ?? []) : [];
  if (rest.length > 0 || documented.length === 0) return false;
  if (documented.includes(happening)) return true;
  return WIDER.includes(happening) && stands(world, 'tradegecko.webhook-events', 'wider');
}

/** The path of what an event is about: `/companies/7.json`. */
export function resourcePathOf(event: string, objectId: number): string {
  const [object = ''] = event.split('.');
  return `/${pluralOf(object)}/${objectId}.json`;
}

function pluralOf(word: string): string {
  if (word.endsWith('y')) return `${word.slice(0, -1)}ies`;
  return word.endsWith('s') ? `${word}es` : `${word}s`;
}

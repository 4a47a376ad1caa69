import { readRecord, readWord } from '../control/input.js';
import type { ControlRoute } from '../service.js';
import type { Json } from '../state.js';
import { listingControlRoutes } from './control-listings.js';
import { orderControlRoutes } from './control-orders.js';
import type { HouzzDesk } from './desk.js';
import { grant, GRANTS } from './permissions.js';

/** What buyers do, and the seller in Houzz's web screens. */
export function houzzControlRoutes(desk: HouzzDesk): readonly ControlRoute[] {
  return [
    ...orderControlRoutes(desk),
    ...listingControlRoutes(desk),
    { method: 'PUT', path: '/_sandbox/houzz/permissions', handle: ({ body }) => setPermissions(desk, body) },
  ];
}

function setPermissions(desk: HouzzDesk, body: Json): Json {
  const granted = readWord(readRecord(body, 'The body'), 'granted', GRANTS);
  grant(desk, granted);
  return { granted };
}

import type { HouzzCall, HouzzDesk } from './desk.js';
import { HouzzRefusal } from './refusal.js';

const COUNT_MAX = 1_000_000;

interface Paging {
  readonly start: number;
  readonly count: number;
}

/** The offset and the size of a page; the size may be cut silently. */
export function readPaging(desk: HouzzDesk, call: HouzzCall): Paging {
  const pageDefault = desk.reading('houzz.page-default');
  const cap = desk.reading('houzz.page-cap');
  const asked = readNumber(call, 'NumberOfItems') ?? (pageDefault === 'all' ? COUNT_MAX : Number(pageDefault));
  const count = cap === 'none' ? asked : Math.min(asked, Number(cap));
  return { start: readNumber(call, 'Start') ?? 0, count };
}

/** The same for listings, where a size above a limit may be refused. */
export function readListingPaging(desk: HouzzDesk, call: HouzzCall): Paging {
  const limit = desk.reading('houzz.listing-page-limit');
  const isTooLarge = limit !== 'none' && (readNumber(call, 'NumberOfItems') ?? 0) > Number(limit);
  if (isTooLarge) throw new HouzzRefusal('invalid-request', `NumberOfItems must be ${limit} or less.`);
  return readPaging(desk, call);
}

function readNumber(call: HouzzCall, name: string): number | undefined {
  const text = call.parameter(name);
  if (text === undefined || text === '') return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new HouzzRefusal('invalid-request', `${name} must be a whole number.`);
}

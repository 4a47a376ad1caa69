import type { SandboxWorld } from '../service.js';
import { badRequest } from './answers.js';
import { parseInstant } from './dates.js';
import { stands } from './switches.js';

const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 250;
// Ids rise with created_at, so both give one order.
const SORTABLE: readonly string[] = ['id', 'created_at', 'updated_at'];

/** A column by which lists can be sorted, and the direction. */
export interface ListOrder {
  readonly by: 'created_at' | 'updated_at';
  readonly isDescending: boolean;
}

/** Lower and upper bound of a timestamp, as ISO texts; empty when not sent. */
export interface Bounds {
  readonly min: string;
  readonly max: string;
}

/** The values of a filter: `name[]=a&name[]=b`, or the last plain `name=a`; blank ones are ignored. */
export function textValues(query: URLSearchParams, name: string): readonly string[] {
  const listed = query.getAll(`${name}[]`);
  const values = listed.length > 0 ? listed : query.getAll(name).slice(-1);
  return values.filter((value) => value.trim() !== '');
}

/** The values of an integer filter, which may also be joined by commas. */
export function integerValues(query: URLSearchParams, name: string): readonly string[] {
  const values = textValues(query, name).flatMap((value) => value.split(','));
  return values.map((value) => value.trim()).filter((value) => value !== '');
}

/** Names asked for with `include=a,b`, or `_include` as in 2015. */
export function includedNames(query: URLSearchParams): readonly string[] {
  const values = ['include', '_include'].flatMap((name) => textValues(query, name));
  return values.flatMap((value) => value.split(',')).map((name) => name.trim());
}

/** The sort order asked for, or the one that lists have by themselves. */
export function readOrder(query: URLSearchParams, world: SandboxWorld): ListOrder {
  const [column = '', direction] = (textValues(query, 'order')[0] ?? '').trim().split(/\s+/);
  const by = column === 'updated_at' ? column : 'created_at';
  if (SORTABLE.includes(column)) return { by, isDescending: direction?.toLowerCase() === 'desc' };
  if (column !== '' && stands(world, 'tradegecko.unknown-order', '400')) {
    throw badRequest('Invalid value for parameter: order');
  }
  return { by, isDescending: stands(world, 'tradegecko.default-order', 'newest-first') };
}

/** Reads `<name>_min` and `<name>_max`. */
export function readBounds(query: URLSearchParams, name: 'created_at' | 'updated_at'): Bounds {
  return { min: readBound(query, `${name}_min`), max: readBound(query, `${name}_max`) };
}

function readBound(query: URLSearchParams, name: string): string {
  const text = textValues(query, name)[0];
  if (text === undefined) return '';
  const instant = parseInstant(text);
  if (instant === undefined) throw badRequest(`Invalid value for parameter: ${name}`);
  return instant;
}

/** Rows a page; 0 is allowed and asks for the total only. */
export function readLimit(query: URLSearchParams, world: SandboxWorld): number {
  const text = textValues(query, 'limit')[0] ?? '';
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : LIMIT_DEFAULT;
  if (limit <= LIMIT_MAX) return limit;
  if (stands(world, 'tradegecko.limit-above-250', '400')) throw badRequest(`Limit must not exceed ${LIMIT_MAX}`);
  return LIMIT_MAX;
}

/** The page asked for, from 1. */
export function readPage(query: URLSearchParams): number {
  const text = textValues(query, 'page')[0] ?? '';
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : 1;
}

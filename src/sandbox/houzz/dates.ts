import type { HouzzCall, HouzzDesk } from './desk.js';
import { instantOfPacific } from './pacific-time.js';
import { HouzzRefusal } from './refusal.js';

const DATE = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(Z|[+-]\d\d:?\d\d)?)?$/;
const DAY_MS = 86_400_000;

/** The range of creation times that `From` and `To` ask for; `beforeMs` is the first instant outside. */
export function readDates(desk: HouzzDesk, call: HouzzCall): { readonly fromMs?: number; readonly beforeMs?: number } {
  const from = readMoment(desk, call, 'From');
  const to = readMoment(desk, call, 'To');
  return {
    ...(from === undefined ? {} : { fromMs: from.startMs }),
    ...(to === undefined ? {} : { beforeMs: to.endMs }),
  };
}

/** A date is the whole of its day, a date with a time the whole of its second. */
interface Moment {
  readonly startMs: number;
  readonly endMs: number;
}

function readMoment(desk: HouzzDesk, call: HouzzCall, name: 'From' | 'To'): Moment | undefined {
  const text = call.parameter(name);
  if (text === undefined || text === '') return undefined;
  const [, day = '', time, zone] = DATE.exec(text.trim()) ?? [];
  const startMs = instantOf(desk, `${day}T${time ?? '00:00:00'}`, zone);
  if (Number.isNaN(startMs)) throw new HouzzRefusal('invalid-request', `${name} must be a date, YYYY-MM-DD.`);
  if (time !== undefined) return { startMs, endMs: startMs + 1_000 };
  if (desk.reading('houzz.to-includes-its-day') === 'no') return { startMs, endMs: startMs };
  const nextDay = new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 19);
  return { startMs, endMs: instantOf(desk, nextDay, undefined) };
}

function instantOf(desk: HouzzDesk, wall: string, zone: string | undefined): number {
  if (zone !== undefined) return Date.parse(`${wall}${zone}`);
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc) || desk.reading('houzz.date-zone') === 'utc') return asUtc;
  return instantOfPacific(asUtc);
}

import type { HouzzCall, HouzzDesk } from './desk.js';
import { instantOfPacific } from './pacific-time.js';
import { HouzzRefusal } from './refusal.js';

const DATE = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d:\d\d)(Z|[+-]\d\d:?\d\d)?)?$/;
const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;

/** The range of times that `From` and `To` ask for; `beforeMs` is the first instant outside. */
export function readDates(desk: HouzzDesk, call: HouzzCall): { readonly fromMs?: number; readonly beforeMs?: number } {
  const from = readMoment(desk, call, 'From');
  const to = readMoment(desk, call, 'To');
  const isFirstIn = from?.isDay !== true || desk.reading('houzz.from-includes-its-day') === 'yes';
  const isLastIn = to?.isDay !== true || desk.reading('houzz.to-includes-its-day') === 'yes';
  return {
    ...(from === undefined ? {} : { fromMs: isFirstIn ? from.startMs : from.endMs }),
    ...(to === undefined ? {} : { beforeMs: isLastIn ? to.endMs : to.startMs }),
  };
}

/** A date is the whole of its day, a date with a time the whole of its second. */
interface Moment {
  readonly isDay: boolean;
  readonly startMs: number;
  readonly endMs: number;
}

function readMoment(desk: HouzzDesk, call: HouzzCall, name: 'From' | 'To'): Moment | undefined {
  const text = call.parameter(name)?.trim() ?? '';
  if (text === '') return undefined;
  const [, day = '', time = '00:00:00', zone] = DATE.exec(text) ?? [];
  const writtenMs = Date.parse(`${day}T${time}${zone ?? 'Z'}`);
  if (Number.isNaN(writtenMs)) throw new HouzzRefusal('invalid-request', `${name} must be a date, YYYY-MM-DD.`);
  const startMs = zone === undefined ? instantOf(desk, writtenMs) : writtenMs;
  if (text !== day) return { isDay: false, startMs, endMs: startMs + SECOND_MS };
  // The next day on the wall, as a day may have 23 hours or 25.
  return { isDay: true, startMs, endMs: instantOf(desk, writtenMs + DAY_MS) };
}

function instantOf(desk: HouzzDesk, wallMs: number): number {
  return desk.reading('houzz.date-zone') === 'utc' ? wallMs : instantOfPacific(wallMs);
}

// Clients of the real service sent all of these forms, so all are read, and nothing else that a lenient parser would take.
const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?$/i;
const DAY_FIRST = /^(\d{2})-(\d{2})-(\d{4})$/;
const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const NAMED_MONTH = /^([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$/i;
const RFC = /^(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4})(?: (\d{2}):(\d{2})(?::(\d{2}))?)?\s*(Z|UTC|GMT|[+-]\d{4})?$/i;

/** Reads a moment leniently, as UTC where no zone is written; undefined when it is none. */
export function parseInstant(text: string): string | undefined {
  const trimmed = text.trim();
  const parts = isoParts(trimmed) ?? dayParts(trimmed) ?? rfcParts(trimmed);
  if (parts === undefined) return undefined;
  const { year, month, day, time = '00:00:00', zone = 'Z' } = parts;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  // JavaScript takes the 31st of February for the 3rd of March.
  if (new Date(`${date}T00:00:00Z`).getUTCDate() !== Number(day)) return undefined;
  const milliseconds = Date.parse(`${date}T${time}${offsetOf(zone)}`);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly time?: string;
  readonly zone?: string;
}

function isoParts(text: string): Parts | undefined {
  const match = ISO.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour, , , zone] = match;
  const time = hour === undefined ? undefined : text.slice(11).replace(/\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})$/i, '');
  return { year, month, day, ...(time === undefined ? {} : { time }), ...(zone === undefined ? {} : { zone }) };
}

function dayParts(text: string): Parts | undefined {
  const [, day, month, year] = DAY_FIRST.exec(text) ?? [];
  if (day !== undefined && month !== undefined && year !== undefined) return { year, month, day };
  const [, name, namedDay, namedYear] = NAMED_MONTH.exec(text) ?? [];
  if (name === undefined || namedDay === undefined || namedYear === undefined) return undefined;
  return { year: namedYear, month: monthOf(name), day: namedDay };
}

function rfcParts(text: string): Parts | undefined {
  const match = RFC.exec(text);
  if (match === null) return undefined;
  const [, day = '', name = '', year = '', hour, minute = '00', second = '00', zone] = match;
  const time = hour === undefined ? {} : { time: `${hour}:${minute}:${second}` };
  return { year, month: monthOf(name), day, ...time, ...(zone === undefined ? {} : { zone }) };
}

/** A name that is no month becomes month 0, which no date has. */
function monthOf(name: string): string {
  return String(MONTHS.indexOf(name.toLowerCase()) + 1);
}

function offsetOf(zone: string): string {
  if (/^[a-z]+$/i.test(zone)) return 'Z';
  return zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

/** Reads a day leniently; a written date keeps its own day whatever zone follows it. */
export function parseDay(text: string): string | undefined {
  const instant = parseInstant(text);
  if (instant === undefined) return undefined;
  return ISO.test(text.trim()) ? text.trim().slice(0, 10) : instant.slice(0, 10);
}

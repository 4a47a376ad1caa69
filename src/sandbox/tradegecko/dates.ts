// Clients of the real service sent all of these forms, so all are read: ISO, day first, month names, RFC dates.
const ISO_DATE = /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/;
const DAY_FIRST = /^(\d{2})-(\d{2})-(\d{4})$/;
const HAS_ZONE = /(Z|GMT|UTC|[+-]\d{2}:?\d{2})$/i;

/** Reads a moment leniently, as UTC where no zone is written; undefined when it is none. */
export function parseInstant(text: string): string | undefined {
  const trimmed = text.trim();
  const dayFirst = DAY_FIRST.exec(trimmed);
  const plain = dayFirst === null ? trimmed : `${dayFirst[3] ?? ''}-${dayFirst[2] ?? ''}-${dayFirst[1] ?? ''}`;
  const milliseconds = Date.parse(withZone(plain));
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString();
}

function withZone(text: string): string {
  if (!ISO_DATE.test(text)) return HAS_ZONE.test(text) ? text : `${text} UTC`;
  if (text.length <= 10) return `${text}T00:00:00Z`;
  const joined = `${text.slice(0, 10)}T${text.slice(11).trim()}`.replace(/ (?=[+-])/, '');
  return HAS_ZONE.test(joined.slice(11)) ? joined : `${joined}Z`;
}

/** Reads a day leniently; a written date keeps its own day whatever zone follows it. */
export function parseDay(text: string): string | undefined {
  const instant = parseInstant(text);
  if (instant === undefined) return undefined;
  return ISO_DATE.exec(text.trim())?.[1] ?? instant.slice(0, 10);
}

/** Houzz writes `Created` as wall time of the US West Coast, with daylight saving and without saying so. */
const ZONE = 'America/Los_Angeles';

/** How far the West Coast's clocks are behind UTC: with daylight saving, and without. */
const OFFSETS_H = [7, 8] as const;

const WALL_TIME = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?$/;

const zoneClock = new Intl.DateTimeFormat('en-US', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/**
 * Reads Pacific wall time such as `2020-06-15 10:00:00` as an instant, ISO 8601 in UTC; undefined when it is none.
 * The hour that autumn repeats reads as the earlier one. The hour that spring leaves out reads as the clock that was
 * not yet put forward would show it, i.e. as an hour later.
 */
export function instantOfPacific(text: string): string | undefined {
  const wall = wallTimeOf(text);
  if (wall === undefined) return undefined;
  // Daylight saving first: of two instants with the same wall time it is the earlier.
  for (const hours of OFFSETS_H) {
    const instant = wall + hours * 3_600_000;
    if (pacificWallTime(instant) === wall) return new Date(instant).toISOString();
  }
  return new Date(wall + 8 * 3_600_000).toISOString();
}

/** The calendar day of an instant on the West Coast, `YYYY-MM-DD`. */
export function pacificDayOf(instant: string): string {
  return new Date(pacificWallTime(Date.parse(instant))).toISOString().slice(0, 10);
}

/** The calendar day some days after another, `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Wall time written as if it were UTC, in milliseconds, so that it can be compared and shifted. */
function wallTimeOf(text: string): number | undefined {
  const match = WALL_TIME.exec(text.trim());
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  const wall = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
  // Date.UTC carries over what does not exist, such as the 31st of February; that is no time anyone wrote.
  return new Date(wall).toISOString().slice(0, 19) === match[0].slice(0, 19).replace(' ', 'T') ? wall : undefined;
}

function pacificWallTime(instant: number): number {
  const parts = new Map(zoneClock.formatToParts(instant).map((part) => [part.type, Number(part.value)]));
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

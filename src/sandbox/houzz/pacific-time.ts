const PACIFIC = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'America/Los_Angeles',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The wall time in Houzz's zone, `YYYY-MM-DD HH:MM:SS`, with daylight saving and without a sign of it. */
export function pacificWallTime(instantMs: number): string {
  const parts = Object.fromEntries(PACIFIC.formatToParts(instantMs).map(({ type, value }) => [type, value]));
  const { year = '', month = '', day = '', hour = '', minute = '', second = '' } = parts;
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

const HOUR_MS = 3_600_000;

/** The instant of a wall time in Houzz's zone, given as if it were UTC; the hour that autumn repeats reads as the earlier. */
export function instantOfPacific(wallMs: number): number {
  const summer = wallMs + 7 * HOUR_MS;
  return Date.parse(`${pacificWallTime(summer).replace(' ', 'T')}Z`) === wallMs ? summer : wallMs + 8 * HOUR_MS;
}

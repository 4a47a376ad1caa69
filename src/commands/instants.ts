import { parseDuration } from '../config/durations.js';
import { usageError } from './command-error.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** Reads a date (its midnight in UTC) or an instant with zone, in milliseconds; undefined when the text is neither. */
export function parseInstant(text: string): number | undefined {
  const ms = DATE.test(text) || INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) return undefined;
  // A day such as 30 February is moved on into March by the parser and must not pass as typed.
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day) ? ms : undefined;
}

/** Reads the moment that an option names: a date, an instant, or how long ago (`7d`); ISO 8601 in UTC. */
export function readMoment(option: string, text: string, nowMs: number): string {
  const agoMs = parseDuration(text);
  const ms = agoMs === undefined ? parseInstant(text) : nowMs - agoMs;
  if (ms !== undefined) return new Date(ms).toISOString();
  const next = `Give --${option} 7d, --${option} 2026-11-20, or --${option} 2026-11-20T08:00:00Z.`;
  throw usageError(`"${text}" is no date.`, `--${option} takes a date, an instant or how long ago.`, next);
}

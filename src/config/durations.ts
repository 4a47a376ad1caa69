const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A whole number and its unit. */
export const DURATION = /^(\d{1,6})([smhd])$/;

const isUnit = (text: string): text is keyof typeof UNIT_MS => Object.hasOwn(UNIT_MS, text);

/** Reads `30s`, `2m`, `6h` or `7d` as milliseconds; undefined when the text is no such duration. */
export function parseDuration(text: string): number | undefined {
  const [, count = '', unit = ''] = DURATION.exec(text.trim()) ?? [];
  return isUnit(unit) ? Number(count) * UNIT_MS[unit] : undefined;
}

/** Writes milliseconds in the largest unit that needs no fraction, e.g. `2m`. */
export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm'] as const) {
    if (ms >= UNIT_MS[unit] && ms % UNIT_MS[unit] === 0) return `${ms / UNIT_MS[unit]}${unit}`;
  }
  return `${Math.round(ms / UNIT_MS.s)}s`;
}

/** An amount in hundredths of the currency's unit, always a safe integer; discounts are negative. */
export type MinorUnits = number;

const DECIMAL = /^([+-]?)(\d{1,13})(?:\.(\d{1,9}))?$/;

/**
 * Reads a decimal text such as `46.5000` or `-3.50` as minor units. Digits beyond the second are rounded half away
 * from zero (the channel writes totals with four decimals). Undefined when the text is no such number.
 */
export function parseMinorUnits(text: string): MinorUnits | undefined {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return undefined;
  const [, sign, whole = '', fraction = ''] = match;
  const padded = fraction.padEnd(3, '0');
  const hundredths = Number(whole) * 100 + Number(padded.slice(0, 2)) + (padded.charAt(2) >= '5' ? 1 : 0);
  if (!Number.isSafeInteger(hundredths)) return undefined;
  // The `|| 0` turns a negative zero into a plain one, which JSON and comparisons need.
  return (sign === '-' ? -hundredths : hundredths) || 0;
}

/** Writes minor units as a decimal text with two decimals, e.g. `-3.50`. */
export function formatMinorUnits(amount: MinorUnits): string {
  const digits = String(Math.abs(amount)).padStart(3, '0');
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Adds amounts. */
export function sumOf(amounts: readonly MinorUnits[]): MinorUnits {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

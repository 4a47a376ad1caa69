const MONEY = /^(-?)(\d{1,12})(?:\.(\d{1,2}))?$/;

/** Cents of an amount written as `25`, `25.5` or `25.00`; undefined when it is no such amount. */
export function centsOf(text: string): number | undefined {
  const match = MONEY.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  const cents = Number(whole) * 100 + Number(fraction.padEnd(2, '0'));
  return sign === '-' && cents !== 0 ? -cents : cents;
}

/** Writes cents as Houzz does: `25.00`, or `25.0000` for an order's total, the one figure with four decimals. */
export function moneyOf(cents: number, decimals: 2 | 4 = 2): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const padding = decimals === 4 ? '00' : '';
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}${padding}`;
}

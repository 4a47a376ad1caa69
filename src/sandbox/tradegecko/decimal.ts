/** An exact decimal number: `digits` times ten to the power of minus `scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** Nothing at all. */
export const ZERO: Decimal = { digits: 0n, scale: 0 };

// The bounds keep a hostile number from becoming a very long one; TradeGecko's own columns are far narrower.
const DECIMAL_PATTERN = /^[+-]?(?=\.?\d)\d{0,20}(\.\d{0,20})?$/;

/** Reads a decimal as people and programs write it; undefined when it is none. */
export function parseDecimal(text: string): Decimal | undefined {
  const trimmed = text.trim();
  return DECIMAL_PATTERN.test(trimmed) ? readDigits(trimmed) : undefined;
}

function readDigits(text: string): Decimal {
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.');
  const digits = BigInt(`${whole}${fraction}`);
  return { digits: text.startsWith('-') ? -digits : digits, scale: fraction.length };
}

/** Reads a decimal that the sandbox itself wrote. */
export function decimal(text: string): Decimal {
  // Sums and products of what was sent may be longer than what may be sent.
  if (!/^[+-]?(?=\.?\d)\d*(\.\d*)?$/.test(text)) throw new TypeError('A stored decimal cannot be read.');
  return readDigits(text);
}

function digitsAt(value: Decimal, scale: number): bigint {
  return value.digits * 10n ** BigInt(scale - value.scale);
}

/** The sum of two decimals. */
export function plus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: digitsAt(a, scale) + digitsAt(b, scale), scale };
}

/** The same amount with the other sign. */
export function negate(value: Decimal): Decimal {
  return { digits: -value.digits, scale: value.scale };
}

/** The difference of two decimals. */
export function minus(a: Decimal, b: Decimal): Decimal {
  return plus(a, negate(b));
}

/** The product of two decimals, exact. */
export function times(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

const QUOTIENT_DECIMALS = 10;

/** The quotient of two decimals, cut after more digits than any amount of money has. */
export function quotient(a: Decimal, b: Decimal): Decimal {
  return { digits: digitsAt(a, a.scale + b.scale + QUOTIENT_DECIMALS) / b.digits, scale: a.scale + QUOTIENT_DECIMALS };
}

/** One hundredth of a percentage: 7.5 becomes 0.075. */
export function percent(value: Decimal): Decimal {
  return { digits: value.digits, scale: value.scale + 2 };
}

/** The sum of any number of decimals. */
export function sum(values: Iterable<Decimal>): Decimal {
  let total = ZERO;
  for (const value of values) total = plus(total, value);
  return total;
}

/** Below zero, zero or above it, as -1, 0 or 1. */
export function sign(value: Decimal): -1 | 0 | 1 {
  if (value.digits === 0n) return 0;
  return value.digits < 0n ? -1 : 1;
}

/** Rounds half away from zero. */
export function round(value: Decimal, decimals: number): Decimal {
  if (value.scale <= decimals) return value;
  const unit = 10n ** BigInt(value.scale - decimals);
  const half = value.digits < 0n ? -unit / 2n : unit / 2n;
  return { digits: (value.digits + half) / unit, scale: decimals };
}

/** Writes a decimal as TradeGecko does: no trailing zeros, but at least one digit after the point ("12.0", "3.9321"). */
export function toDecimalText(value: Decimal): string {
  const text = toCountText(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** Writes a stock counter as TradeGecko does: no point unless a fraction needs it ("301", "-12"). */
export function toCountText(value: Decimal): string {
  const unsigned = (value.digits < 0n ? -value.digits : value.digits).toString().padStart(value.scale + 1, '0');
  const whole = unsigned.slice(0, unsigned.length - value.scale);
  const fraction = unsigned.slice(unsigned.length - value.scale).replace(/0+$/, '');
  return `${value.digits < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

import fc from 'fast-check';

/** A word that no schema and no path holds, to be found again wherever a value leaks. */
export const PERSON = 'Pat-Example-7';

/** A record as a test writes it. */
export type Fields = Readonly<Record<string, unknown>>;

/** Keys that no client knows, with anything behind them. */
const unknownFields = fc.dictionary(
  fc.constantFrom('NewField', 'x_later', 'Modified', 'shipByDate', 'custom'),
  fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.integer(), { maxLength: 2 })),
  { maxKeys: 3 },
);

/** A record with its keys in any order and unknown keys among them. */
export function anyOrder(fields: Fields): fc.Arbitrary<Fields> {
  return unknownFields.chain((unknown) => {
    const entries = Object.entries({ ...unknown, ...fields });
    return fc.shuffledSubarray(entries, { minLength: entries.length }).map((all) => Object.fromEntries(all));
  });
}

/** A field that holds nothing, in each way of writing that. */
export const NOTHING = Symbol('left out');

/** Leaves out the fields that hold nothing. */
export function withoutNothing(fields: Readonly<Record<string, unknown>>): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== NOTHING));
}

/** A number as text, or as a number where the service might write one. */
export const numberOrText = (text: string): fc.Arbitrary<unknown> =>
  fc.constantFrom<unknown>(text, Number(text), ` ${text} `);

/** Values that no scalar field may hold, each with the person's name where it can hold one. */
export const unreadableScalar: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  { name: PERSON },
  [PERSON],
  [],
  {},
  9_007_199_254_740_993,
  Number.POSITIVE_INFINITY,
  -1e300,
);

/** Puts a value in the place of another, however deep. */
export function replaceAt(value: unknown, path: readonly (string | number)[], put: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return put;
  if (Array.isArray(value))
    return value.map((one: unknown, index) => (index === key ? replaceAt(one, rest, put) : one));
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value);
  const isThere = fields.some(([name]) => name === key);
  const changed = fields.map(([name, one]) => [name, name === key ? replaceAt(one, rest, put) : one] as const);
  return Object.fromEntries(isThere ? changed : [...changed, [String(key), put]]);
}

/** Writes numbers beyond JSON's own limits, which JSON.stringify cannot. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) => (one === Number.POSITIVE_INFINITY ? '@@1e999' : one)).replaceAll(
    '"@@1e999"',
    '1e999',
  );
}

import { invalid } from './answers.js';
import type { Fields } from './body.js';
import { isFields } from './body.js';
import { parseDay, parseInstant } from './dates.js';
import { parseDecimal, toDecimalText } from './decimal.js';

/** Collects what is wrong with a record, field by field, so that one answer names it all. */
export class FieldErrors {
  readonly #texts = new Map<string, string[]>();

  add(field: string, text: string): void {
    this.#texts.set(field, [...(this.#texts.get(field) ?? []), text]);
  }

  /** Whether a field is wrong. */
  has(field: string): boolean {
    return this.#texts.has(field);
  }

  throwIfAny(): void {
    if (this.#texts.size > 0) throw invalid(Object.fromEntries(this.#texts));
  }
}

/** Reads the fields of one submitted record: undefined when a field was not sent, null when it was sent empty. */
export class FieldReader {
  readonly #fields: Fields;
  readonly #errors: FieldErrors;
  readonly #prefix: string;

  constructor(fields: Fields, errors: FieldErrors, prefix = '') {
    this.#fields = fields;
    this.#errors = errors;
    this.#prefix = prefix;
  }

  has(name: string): boolean {
    return this.#fields[name] !== undefined;
  }

  /** Refuses the record when anything was wrong with it. */
  throwIfAny(): void {
    this.#errors.throwIfAny();
  }

  /** Notes what is wrong with a field. */
  complain(name: string, text: string): void {
    this.#errors.add(`${this.#prefix}${name}`, text);
  }

  /** A text; numbers and booleans are taken as their text, since form bodies know nothing else. */
  text(name: string): string | null | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null || typeof value === 'string') return value;
    if (typeof value !== 'object') return String(value);
    this.complain(name, 'is invalid');
    return null;
  }

  /** A scalar as it was sent. */
  asSent(name: string): string | number | boolean | null | undefined {
    const value = this.#fields[name];
    return typeof value === 'object' && value !== null ? undefined : value;
  }

  /** A text that must be there and hold something. */
  requiredText(name: string): string {
    const text = this.text(name) ?? '';
    if (text.trim() === '') this.complain(name, "can't be blank");
    return text;
  }

  integer(name: string): number | null | undefined {
    return this.#parsed(name, 'is not a number', (text) => (/^\d{1,15}$/.test(text) ? Number(text) : undefined));
  }

  decimal(name: string): string | null | undefined {
    return this.#parsed(name, 'is not a number', (text) => {
      const value = parseDecimal(text);
      return value === undefined ? undefined : toDecimalText(value);
    });
  }

  boolean(name: string): boolean | null | undefined {
    return this.#parsed(name, 'is invalid', (text) => BOOLEANS[text]);
  }

  day(name: string): string | null | undefined {
    return this.#parsed(name, 'is invalid', parseDay);
  }

  instant(name: string): string | null | undefined {
    return this.#parsed(name, 'is invalid', parseInstant);
  }

  /** One of a list of words. */
  word<W extends string>(name: string, words: readonly W[]): W | undefined {
    const text = this.text(name);
    if (text === undefined || text === null || text === '') return undefined;
    const found = words.find((word) => word === text);
    if (found === undefined) this.complain(name, 'is not included in the list');
    return found;
  }

  /** Tags come as a list of texts, or joined by commas. */
  texts(name: string): readonly string[] | undefined {
    const value = this.#fields[name];
    if (value === undefined) return undefined;
    if (Array.isArray(value)) return value.map(String);
    return (typeof value === 'string' ? value.split(',') : []).map((text) => text.trim()).filter((text) => text !== '');
  }

  /** An object without rules. */
  object(name: string): Fields | undefined {
    const value = this.#fields[name];
    return isFields(value) ? value : undefined;
  }

  /** Tags that are kept, and shown, as one text joined by commas. */
  commaText(name: string): string | null | undefined {
    return this.texts(name)?.join(',');
  }

  /** Ids as a list, or joined by commas. */
  ids(name: string): readonly number[] | undefined {
    const sent = this.texts(name);
    if (sent === undefined) return undefined;
    if (!sent.every((id) => /^\d{1,15}$/.test(id))) this.complain(name, 'is not a number');
    return sent.map(Number);
  }

  /** An embedded record. */
  embedded(name: string): FieldReader | undefined {
    const value = this.#fields[name];
    return isFields(value) ? new FieldReader(value, this.#errors, `${this.#prefix}${name}.`) : undefined;
  }

  /** Embedded records; undefined when none were sent. Form bodies may number them instead: `[0][price]`. */
  rows(name: string): readonly FieldReader[] | undefined {
    const sent = this.#fields[name];
    const value = isNumbered(sent) ? Object.values(sent) : sent;
    if (!Array.isArray(value)) return undefined;
    return value.filter(isFields).map((row) => new FieldReader(row, this.#errors, `${this.#prefix}${name}.`));
  }

  #parsed<T>(name: string, complaint: string, parse: (text: string) => T | undefined): T | null | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    if (text === null || text.trim() === '') return null;
    const value = parse(text.trim());
    if (value === undefined) this.complain(name, complaint);
    return value ?? null;
  }
}

function isNumbered(value: Fields[string]): value is Fields {
  return isFields(value) && Object.keys(value).every((key) => /^\d{1,4}$/.test(key));
}

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, '1': true, false: false, '0': false };

/** What a partial update leaves: the sent value, null included, else the old one. */
export function sentOr<T, O>(sent: T | undefined, old: O): T | O {
  return sent === undefined ? old : sent;
}

import type { PostalAddress } from '../../domain/channel-order.js';
import type { ItemId } from '../../domain/ids.js';
import { formatMinorUnits } from '../../domain/money.js';
import type { DraftLine, SalesOrderDraft } from '../../domain/sales-order.js';

/** How sales orders are made in one account. */
export interface DraftRules {
  /** The company that stands for the marketplace. */
  readonly companyId: number;
  /** Where the stock is taken from; the account's own choice when absent. */
  readonly stockLocationId?: number;
  readonly createAs: 'draft' | 'active' | 'finalized';
  /** Which of the order's two number fields holds the short reference; the other holds the channel's full id. */
  readonly numberFields: 'reference-first' | 'id-first';
}

/** The account's word for a line that is an amount; it has none for tax. */
const LINE_TYPES = { shipping: 'shipping', discount: 'discount', tax: 'fee', rounding: 'rounding' } as const;

/** Writes a draft as the body of `POST /orders`; `idOf` gives the variant behind a SKU. */
export function writeDraft(draft: SalesOrderDraft, rules: DraftRules, idOf: (sku: string) => ItemId): unknown {
  const isReferenceFirst = rules.numberFields === 'reference-first';
  return {
    order: {
      company_id: rules.companyId,
      shipping_address: writeAddress(draft),
      status: rules.createAs,
      issued_at: draft.issuedOn,
      order_number: isReferenceFirst ? draft.reference : draft.channelOrderId,
      reference_number: isReferenceFirst ? draft.channelOrderId : draft.reference,
      currency_iso: draft.currency,
      ...(rules.stockLocationId === undefined ? {} : { stock_location_id: rules.stockLocationId }),
      // The channel's prices are net; its tax, if any, is a line of its own.
      tax_treatment: 'exclusive',
      ...(draft.notes === '' ? {} : { notes: draft.notes }),
      ...(draft.tags.length === 0 ? {} : { tags: draft.tags }),
      order_line_items: draft.lines.map((line) => writeLine(line, idOf)),
    },
  };
}

/** Empty parts are left out: an address of ours must not blank what the account fills in by itself. */
function writeAddress({ addressLabel, customerName, address }: SalesOrderDraft): Readonly<Record<string, string>> {
  const fields = {
    // Labels are unique within a company, and all buyers share one company.
    label: addressLabel,
    company_name: customerName,
    address1: address.line1,
    address2: address.line2,
    city: address.city,
    state: address.state,
    zip_code: address.postalCode,
    country: address.country,
    phone_number: address.phone,
  };
  return Object.fromEntries(Object.entries(fields).filter(([, text]) => text !== ''));
}

function writeLine(line: DraftLine, idOf: (sku: string) => ItemId): unknown {
  // Zero for every line: the channel has taken the tax already, and the account's default rate must not add to it.
  const tax = { tax_rate_override: '0' };
  if (line.kind === 'item') {
    const price = formatMinorUnits(line.unitPrice);
    return { variant_id: writeId(idOf(line.sku)), quantity: String(line.quantity), price, ...tax };
  }
  const price = formatMinorUnits(line.amount);
  return { freeform: true, line_type: LINE_TYPES[line.charge], label: line.label, quantity: '1', price, ...tax };
}

/** A number, as every client sends it, where a number can hold it; else its text, which Rails reads as well. */
function writeId(id: ItemId): number | string {
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : id;
}

/** The SKUs of a draft, each once. */
export function skusOf(draft: SalesOrderDraft): readonly string[] {
  return [...new Set(draft.lines.flatMap((line) => (line.kind === 'item' ? [line.sku] : [])))];
}

/** The personal texts of a draft, which no error message may repeat. */
export function personalTextsOf({ customerName, address, notes }: SalesOrderDraft): readonly string[] {
  const { line1, line2, city, postalCode, phone }: PostalAddress = address;
  const words = customerName.split(/\s+/);
  // What did not fit into the address stands in the notes.
  return [customerName, ...words, line1, line2, city, postalCode, phone, notes];
}

import type { FieldReader } from '../fields.js';
import { ADDRESSES, COMPANIES, complainOfLongTexts, isLabelTaken } from '../partners.js';
import { putPlain, readPlain } from '../plain/plain.js';
import type { PlainRecord } from '../records.js';
import type { Store, Turn } from '../store.js';
import { stands } from '../switches.js';
import { announce } from '../webhooks/outbox.js';

/** A record that an order names: one that exists, or one embedded that is made with the order. */
export type Party =
  { readonly kind: 'known'; readonly id: number } | { readonly kind: 'new'; readonly fields: PlainRecord['fields'] };

/** Who an order is for and where it goes; null where nothing usable was sent, which has been complained about. */
export interface Parties {
  readonly company: Party | null;
  readonly shipping: Party | null;
  /** Null also when it falls back to the shipping address. */
  readonly billing: Party | null;
}

/** Reads the company and both addresses of a submitted order. */
export function readParties(turn: Turn, reader: FieldReader): Parties {
  const company = readCompany(turn.store, reader);
  const shipping = readAddress(turn, reader, { name: 'shipping_address', company });
  if (company === null) reader.complain('company_id', "can't be blank");
  if (shipping === null) reader.complain('shipping_address_id', "can't be blank");
  return { company, shipping, billing: readAddress(turn, reader, { name: 'billing_address', company }) };
}

function readCompany(store: Store, reader: FieldReader): Party | null {
  const embedded = reader.embedded('company');
  if (embedded !== undefined) return { kind: 'new', fields: readPlain(COMPANIES, embedded) };
  const id = reader.integer('company_id') ?? null;
  if (id === null) return null;
  if (store.plain.companies.get(id) === undefined) reader.complain('company_id', 'must exist');
  return { kind: 'known', id };
}

/** Reads an address by id or embedded; an embedded one never re-uses an existing one. */
function readAddress(turn: Turn, reader: FieldReader, of: { name: string; company: Party | null }): Party | null {
  const embedded = reader.embedded(of.name);
  if (embedded !== undefined) return readEmbedded(turn, embedded, of.company);
  const id = reader.integer(`${of.name}_id`) ?? null;
  if (id === null) return null;
  if (turn.store.plain.addresses.get(id) === undefined) reader.complain(`${of.name}_id`, 'must exist');
  return { kind: 'known', id };
}

function readEmbedded(turn: Turn, reader: FieldReader, company: Party | null): Party {
  const companyId = company?.kind === 'known' ? company.id : 0;
  // The company is the order's, whatever was sent; one that is made with the order has no labels yet.
  const fields = readPlain(ADDRESSES, reader, { company_id: companyId });
  reader.requiredText('label');
  complainOfLongTexts(turn.world, reader, fields);
  const isTaken = isLabelTaken(turn.store, companyId, { fields, id: null });
  if (isTaken && stands(turn.world, 'tradegecko.address-label-unique', 'enforced')) {
    reader.complain('label', 'has already been taken');
  }
  return { kind: 'new', fields };
}

/** Ids of the parties of an order that was accepted. */
export interface PartyIds {
  readonly company_id: number;
  readonly shipping_address_id: number;
  readonly billing_address_id: number;
}

/** Stores what was embedded; undefined when a party is missing, which was complained about before. */
export function settleParties(turn: Turn, { company, shipping, billing }: Parties): PartyIds | undefined {
  if (company === null || shipping === null) return undefined;
  const company_id = settleCompany(turn, company);
  const shipping_address_id = settleAddress(turn, shipping, company_id);
  const billing_address_id = billing === null ? shipping_address_id : settleAddress(turn, billing, company_id);
  return { company_id, shipping_address_id, billing_address_id };
}

/** Reads other parties of an order that exists; what is left out is null and stays. */
export function readChangedParties(turn: Turn, reader: FieldReader, old: PartyIds): Parties {
  const company = readCompany(turn.store, reader);
  const owner = company ?? ({ kind: 'known', id: old.company_id } as const);
  const shipping = readAddress(turn, reader, { name: 'shipping_address', company: owner });
  return { company, shipping, billing: readAddress(turn, reader, { name: 'billing_address', company: owner }) };
}

/** Stores what was embedded in a change, and tells the ids that the order has from now on. */
export function changedParties(turn: Turn, { company, shipping, billing }: Parties, old: PartyIds): PartyIds {
  const company_id = company === null ? old.company_id : settleCompany(turn, company);
  return {
    company_id,
    shipping_address_id: shipping === null ? old.shipping_address_id : settleAddress(turn, shipping, company_id),
    billing_address_id: billing === null ? old.billing_address_id : settleAddress(turn, billing, company_id),
  };
}

function settleCompany(turn: Turn, company: Party): number {
  if (company.kind === 'known') return company.id;
  const { id } = putPlain(turn, 'companies', company.fields);
  announce(turn, 'company.create', id);
  return id;
}

/** Stores an embedded address under the order's company. */
function settleAddress(turn: Turn, address: Party, companyId: number): number {
  if (address.kind === 'known') return address.id;
  const { id } = putPlain(turn, 'addresses', { ...address.fields, company_id: companyId });
  announce(turn, 'address.create', id);
  return id;
}

import { MARKETPLACE_COMPANY_ID } from '../../src/sandbox/tradegecko/service.js';
import { pluralOf, singularOf } from './names.js';
import { isFields, type Fields, type Recording } from './recordings.js';
import { idIn, type World } from './world.js';

/** More would only make the check slow: one row beyond the page shows that there is a next. */
const ROWS_MAX = 3_000;

/** What was put into a world: the new ids by list, in the order of the recorded rows. */
export type Planted = ReadonlyMap<string, readonly number[]>;

/** Fills a world with records like the recorded ones. */
export async function populate(world: World, recording: Recording): Promise<Planted> {
  const planted = new Map<string, number[]>();
  const renamed = new Map<string, number>();
  const tables = isFields(recording.body) && recording.method !== 'POST' ? tablesOf(recording.body) : [];
  await clear(world, mainOf(recording));
  for (const [plural, rows] of inOrder(tables)) {
    const count = plural === mainOf(recording) ? wantedRows(recording, rows.length) : rows.length;
    const ids: number[] = [];
    for (let at = 0; at < count; at += 1) {
      const row = rows[at % rows.length] ?? {};
      const id = await plantRow(world, plural, translate(row, renamed));
      if (id === undefined) continue;
      ids.push(id);
      if (at < rows.length) renamed.set(`${singularOf(plural)}_id/${String(row['id'])}`, id);
    }
    planted.set(plural, ids);
  }
  return planted;
}

/** A fresh account has a few records of its own, which would stand on the page too. */
async function clear(world: World, plural: string): Promise<void> {
  if (!CLEARABLE.includes(plural)) return;
  const { body } = await world.call({ method: 'GET', path: `/${plural}` });
  const rows = isFields(body) && Array.isArray(body[plural]) ? body[plural].filter(isFields) : [];
  for (const row of rows) await world.call({ method: 'DELETE', path: `/${plural}/${String(row['id'])}` });
}

const CLEARABLE = ['companies', 'currencies', 'locations', 'payment_terms', 'tax_types'];

/** The list that a call asks for. */
export function mainOf({ pathname }: Recording): string {
  const parts = pathname
    .replace(/\.json$/, '')
    .split('/')
    .filter((part) => part !== '');
  return parts[1] === 'composition' ? 'composition' : (parts[0] ?? '');
}

function tablesOf(body: Fields): readonly (readonly [string, readonly Fields[]])[] {
  return Object.entries(body).flatMap(([key, value]) => {
    if (key === 'meta' || key === 'errors') return [];
    const rows = (Array.isArray(value) ? value : [value]).filter(isFields);
    return rows.length === 0 ? [] : [[pluralOf(key), rows] as const];
  });
}

// What others belong to is planted first; the rest is not looked at together.
const FIRST = ['products', 'variants', 'tax_types', 'companies'];

function inOrder<T>(tables: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  const rank = (plural: string): number => (FIRST.includes(plural) ? FIRST.indexOf(plural) : FIRST.length);
  return [...tables].sort(([a], [b]) => rank(a) - rank(b));
}

/** As many rows as make the same page of the same kind: the first, a middle one, the last. */
function wantedRows({ headers, query }: Recording, rows: number): number {
  const total = Number(/"total_records":(\d+)/.exec(headers['x-pagination'] ?? '')?.[1] ?? rows);
  const limit = Number(query.get('limit') ?? rows);
  const page = Number(query.get('page') ?? 1);
  return Math.min(Math.max(rows, Math.min(total, limit * page + 1)), ROWS_MAX);
}

const LINKS = ['product_id', 'tax_type_id', 'company_id', 'bundle_id', 'component_id'];

function translate(row: Fields, renamed: ReadonlyMap<string, number>): Fields {
  const pairs = LINKS.filter((name) => name in row).map((name) => {
    const key = name === 'bundle_id' || name === 'component_id' ? 'variant_id' : name;
    return [name, renamed.get(`${key}/${String(row[name])}`) ?? row[name]] as const;
  });
  return { ...row, ...Object.fromEntries(pairs) };
}

const SALES: Readonly<Record<string, (world: World, row: Fields) => Promise<number | undefined>>> = {
  orders: plantOrder,
  order_line_items: async (world, row) =>
    firstOf(await makeOrder(world, { lines: [{ ...row, ...(await aVariant(world)) }] }), 'order_line_item_ids'),
  fulfillments: plantFulfillment,
  invoices: plantInvoice,
  composition: plantPart,
};
/** Made with what they belong to. */
const BESIDE = ['fulfillment_line_items', 'invoice_line_items', 'fulfillment_return_line_items'];

async function plantRow(world: World, plural: string, row: Fields): Promise<number | undefined> {
  const isBuiltIn = plural === 'price_lists' && typeof row['id'] === 'string';
  if (isBuiltIn || BESIDE.includes(plural)) return undefined;
  const make = SALES[plural];
  if (make !== undefined) return make(world, row);
  return idIn(await world.control({ method: 'POST', path: `/records/${plural}`, body: row }));
}

async function aVariant(world: World): Promise<Fields> {
  const variant = await world.control({ method: 'PUT', path: '/variants/CONTRACT', body: { stock: { 8401: 1000 } } });
  return { variant_id: idIn(variant) };
}

/** The fields of an order that a client may send; its parties are the world's own. */
const ORDER_FIELDS = [
  'order_number',
  'reference_number',
  'email',
  'phone_number',
  'notes',
  'source_url',
  'tags',
  'ship_at',
  'issued_at',
];

async function makeOrder(
  world: World,
  of: { row?: Fields; lines: readonly Fields[]; status?: string },
): Promise<Fields> {
  const sent = ORDER_FIELDS.flatMap((name) => (of.row?.[name] === undefined ? [] : [[name, of.row[name]] as const]));
  const order = {
    issued_at: '2014-03-04',
    ...Object.fromEntries(sent),
    company_id: MARKETPLACE_COMPANY_ID,
    status: of.status ?? 'finalized',
    shipping_address: { label: `Contract ${String((labels += 1))}`, address1: '1 Main St', country: 'US' },
    order_line_items: of.lines,
  };
  const { body } = await world.call({ method: 'POST', path: '/orders', body: { order } });
  const made = isFields(body) ? body['order'] : undefined;
  return isFields(made) ? made : {};
}

let labels = 0;

async function plantOrder(world: World, row: Fields): Promise<number | undefined> {
  const isEmpty = Number(row['total'] ?? row['cached_total'] ?? 0) === 0;
  const lines = isEmpty ? [] : [{ ...(await aVariant(world)), quantity: '1', price: '5.0' }];
  const isDraft = row['status'] === 'draft' || row['status'] === 'deleted';
  const { id } = await makeOrder(world, { row, lines, ...(isDraft ? { status: 'draft' } : {}) });
  if (typeof id !== 'number') return undefined;
  for (const action of actionsOf(row)) await world.call({ method: 'POST', path: `/orders/${id}/actions/${action}` });
  if (row['status'] === 'deleted') await world.call({ method: 'DELETE', path: `/orders/${id}` });
  return id;
}

function actionsOf(row: Fields): readonly string[] {
  if (row['status'] === 'void') return ['void'];
  return [
    ...(row['packed_status'] === 'packed' ? ['pack'] : []),
    ...(row['status'] === 'fulfilled' ? ['fulfil'] : []),
    ...(row['invoice_status'] === 'invoiced' || row['invoice_status'] === 'partial' ? ['invoice'] : []),
    ...(row['payment_status'] === 'paid' || row['payment_status'] === 'partial' ? ['pay'] : []),
  ];
}

async function plantFulfillment(world: World, row: Fields): Promise<number | undefined> {
  const order = await makeOrder(world, { lines: [{ ...(await aVariant(world)), quantity: '1', price: '5.0' }] });
  const line = firstOf(order, 'order_line_item_ids');
  const fulfillment = {
    ...Object.fromEntries(Object.entries(row).filter(([name]) => !/^(id|status|.*_ids?)$/.test(name))),
    order_id: order['id'],
    fulfillment_line_items: [{ order_line_item_id: line, quantity: '1' }],
  };
  const id = idIn(await world.call({ method: 'POST', path: '/fulfillments', body: { fulfillment } }));
  const change = { fulfillment: { status: 'fulfilled' } };
  if (row['status'] === 'fulfilled')
    await world.call({ method: 'PUT', path: `/fulfillments/${String(id)}`, body: change });
  return id;
}

async function plantInvoice(world: World): Promise<number | undefined> {
  const { id } = await makeOrder(world, { lines: [{ ...(await aVariant(world)), quantity: '1', price: '5.0' }] });
  await world.call({ method: 'POST', path: `/orders/${String(id)}/actions/invoice` });
  const { body } = await world.call({ method: 'GET', path: `/orders/${String(id)}` });
  const order = isFields(body) ? body['order'] : undefined;
  return isFields(order) ? firstOf(order, 'invoice_ids') : undefined;
}

/** Bundles are named by their SKUs in the web screens. */
async function plantPart(world: World, row: Fields): Promise<number | undefined> {
  const [bundle, component] = [String(row['bundle_sku']), String(row['component_sku'])];
  const known = await world.call({
    method: 'GET',
    path: `/variants/composition?sku=${encodeURIComponent(bundle)}&limit=250`,
  });
  const rows =
    isFields(known.body) && Array.isArray(known.body['composition']) ? known.body['composition'].filter(isFields) : [];
  const components = Object.fromEntries(rows.map((part) => [String(part['component_sku']), part['quantity']]));
  for (const sku of [bundle, component]) await ensureVariant(world, sku);
  await world.control({
    method: 'PUT',
    path: `/variants/${encodeURIComponent(bundle)}/components`,
    body: { components: { ...components, [component]: row['quantity'] } },
  });
  return undefined;
}

async function ensureVariant(world: World, sku: string): Promise<void> {
  const { body } = await world.call({ method: 'GET', path: `/variants?sku=${encodeURIComponent(sku)}` });
  const isThere = isFields(body) && Array.isArray(body['variants']) && body['variants'].length > 0;
  if (!isThere) await world.control({ method: 'PUT', path: `/variants/${encodeURIComponent(sku)}`, body: {} });
}

function firstOf(record: Fields, name: string): number | undefined {
  const first: unknown = [record[name]].flat()[0];
  return typeof first === 'number' ? first : undefined;
}

import { pluralOf, singularOf } from './names.js';
import { SALES } from './plant-sales.js';
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
  const main = mainOf(recording);
  await clear(world, main);
  for (const [plural, rows] of inOrder(recordedTables(recording))) {
    if (BESIDE.includes(plural) && plural !== main) continue;
    const count = plural === main ? wantedRows(recording, rows.length) : rows.length;
    const ids: number[] = [];
    for (let at = 0; at < count; at += 1) {
      const row = rows[at % rows.length] ?? {};
      const id = await plantRow(world, { plural, row: translate(row, renamed), isOwn: at === count - 1 });
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

/** The records that an answer tells of; a change or a removal that answered nothing was of one record all the same. */
function recordedTables(recording: Recording): readonly (readonly [string, readonly Fields[]])[] {
  const { method, body, status } = recording;
  if (method === 'POST' || status >= 400) return [];
  const tables = isFields(body) ? tablesOf(body) : [];
  return tables.length === 0 && method !== 'GET' ? [[mainOf(recording), [sentRecord(recording)]]] : tables;
}

function sentRecord({ requestBody }: Recording): Fields {
  const sent: unknown = requestBody.startsWith('{') ? JSON.parse(requestBody) : {};
  return isFields(sent) ? (Object.values(sent).find(isFields) ?? {}) : {};
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

/** Made with what they belong to, unless a recording is of them alone. */
const BESIDE = ['fulfillment_line_items', 'invoice_line_items', 'fulfillment_return_line_items'];

interface Row {
  readonly plural: string;
  readonly row: Fields;
  /** Set for the last, since the user of the token may lose rights by it. */
  readonly isOwn: boolean;
}

async function plantRow(world: World, { plural, row, isOwn }: Row): Promise<number | undefined> {
  if (plural === 'price_lists' && typeof row['id'] === 'string') return undefined;
  const make = plural === 'composition' ? plantPart : SALES[plural];
  if (make !== undefined) return make(world, row);
  // The account's own user is there already and only changed; others come beside.
  if (plural === 'users' && !isOwn)
    return idIn(await world.call({ method: 'POST', path: '/users', body: { user: row } }));
  return idIn(await world.control({ method: 'POST', path: `/records/${plural}`, body: row }));
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

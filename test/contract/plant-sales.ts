import { MARKETPLACE_COMPANY_ID } from '../../src/sandbox/tradegecko/service.js';
import { isFields, type Fields } from './recordings.js';
import { idIn, type World } from './world.js';

type Plant = (world: World, row: Fields) => Promise<number | undefined>;

/** How what hangs on an order is made: in the way in which the service itself comes to have it. */
export const SALES: Readonly<Record<string, Plant>> = {
  orders: plantOrder,
  order_line_items: async (world, row) =>
    firstOf(await makeOrder(world, { lines: [await lineLike(world, row)] }), 'order_line_item_ids'),
  fulfillments: plantFulfillment,
  fulfillment_line_items: async (world, row) =>
    lineIn(world, 'fulfillment', await plantFulfillment(world, { base_price: row['base_price'] })),
  fulfillment_returns: plantReturn,
  fulfillment_return_line_items: async (world) => lineIn(world, 'fulfillment_return', await plantReturn(world)),
  invoices: plantInvoice,
  invoice_line_items: async (world) => lineIn(world, 'invoice', await plantInvoice(world)),
};

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

/** The fields of a line that a client may send; its tax type is the world's own. */
const LINE_FIELDS = [
  'quantity',
  'price',
  'discount',
  'label',
  'line_type',
  'position',
  'image_url',
  'tax_rate_override',
];

async function lineLike(world: World, row: Fields): Promise<Fields> {
  const sent = LINE_FIELDS.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]] as const]));
  const of = row['freeform'] === true ? { freeform: true } : await aVariant(world);
  return { quantity: '1', price: '5.0', ...Object.fromEntries(sent), ...of };
}

/** The first line of a document, by its id. */
async function lineIn(world: World, singular: string, id: number | undefined): Promise<number | undefined> {
  const { body } = await world.call({ method: 'GET', path: `/${singular}s/${String(id)}` });
  const document = isFields(body) ? body[singular] : undefined;
  return isFields(document) ? firstOf(document, `${singular}_line_item_ids`) : undefined;
}

async function plantReturn(world: World): Promise<number | undefined> {
  const order = await makeOrder(world, { lines: [await lineLike(world, {})] });
  await world.call({ method: 'POST', path: `/orders/${String(order['id'])}/actions/fulfil` });
  const fulfillment_return = {
    order_id: order['id'],
    fulfillment_return_line_items: [{ order_line_item_id: firstOf(order, 'order_line_item_ids'), quantity: '1' }],
  };
  return idIn(await world.call({ method: 'POST', path: '/fulfillment_returns', body: { fulfillment_return } }));
}

function firstOf(record: Fields, name: string): number | undefined {
  const first: unknown = [record[name]].flat()[0];
  return typeof first === 'number' ? first : undefined;
}

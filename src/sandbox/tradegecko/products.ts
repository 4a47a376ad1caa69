import { plus, sum, toCountText, ZERO } from './decimal.js';
import type { PlainPlan } from './plain/plain.js';
import { byId, byParent, byText, ids, neededText, parentId, readOnly, text } from './plain/plain.js';
import type { PlainRecord } from './records.js';
import { stockTotals } from './stock.js';
import type { Store } from './store.js';

/** `/products`: what variants belong to. */
export const PRODUCTS: PlainPlan = {
  name: 'products',
  singular: 'product',
  writes: ['create', 'update', 'archive'],
  fields: {
    brand: text(),
    description: text(),
    image_url: imageUrl,
    name: neededText(),
    opt1: text(),
    opt2: text(),
    opt3: text(),
    product_type: text(),
    quantity: productQuantity,
    search_cache: searchText,
    status: readOnly('active'),
    supplier: text(),
    supplier_ids: ids(),
    image_ids: (store, product) => imagesOf(store, product).map(({ id }) => id),
    tags: { kind: 'commaText', absent: null },
    variant_ids: (store, product) => variantsOf(store, product).map(({ id }) => id),
    vendor: text(),
  },
  filters: {
    brand: byText('brand'),
    product_type: byText('product_type'),
    tags: { kind: 'text', of: ({ fields }) => String(fields['tags'] ?? '').split(',') },
    q: { kind: 'text', isSearch: true, of: (product, store) => [nameOf(product), searchText(store, product)] },
  },
};

const nameOf = ({ fields }: PlainRecord): string => String(fields['name'] ?? '');
const variantsOf = (store: Store, product: PlainRecord) => store.variants.recordsWith('product_id', product.id);
const imagesOf = (store: Store, product: PlainRecord) => store.plain.images.recordsWith('product_id', product.id);

function productQuantity(store: Store, product: PlainRecord): string {
  return toCountText(plus(ZERO, sum(variantsOf(store, product).map((variant) => stockTotals(variant).onHand))));
}

function searchText(store: Store, product: PlainRecord): string {
  return variantsOf(store, product)
    .map(({ sku, name }) => `${sku} ${name}`)
    .join(' ');
}

function imageUrl(store: Store, product: PlainRecord): string | null {
  const [image] = imagesOf(store, product);
  const url = image?.fields['url'];
  return typeof url === 'string' ? url : null;
}

/** `/images`: pictures of products, each shared by some of their variants. */
export const IMAGES: PlainPlan = {
  name: 'images',
  singular: 'image',
  isUnstamped: true,
  writes: ['create'],
  fields: {
    product_id: parentId(),
    // Since pictures belong to products, this is the first of the variants.
    variant_id: (_store, { fields }) => [fields['variant_ids'] ?? []].flat()[0] ?? null,
    variant_ids: ids(),
    uploader_id: readOnly(null),
    name: text(),
    position: (store, image) => positionOf(store, image),
    base_path: (_store, { fields }) => String(fields['url'] ?? '').replace(/\/[^/]*$/, ''),
    file_name: (_store, { fields }) => String(fields['url'] ?? '').replace(/^.*\//, ''),
    versions: readOnly(['thumbnail', 'medium']),
    image_processing: readOnly(false),
  },
  filters: {
    product_id: byParent('product_id'),
    variant_id: byId('variant_ids'),
    variant_ids: byId('variant_ids'),
    uploader_id: byId('uploader_id'),
  },
  check(store, reader, { fields }) {
    const id = fields['product_id'];
    if (typeof id === 'number' && store.plain.products.get(id) === undefined)
      reader.complain('product_id', 'must exist');
    reader.requiredText('url');
  },
  settle(turn, image, reader) {
    const fields = { ...image.fields, url: reader.text('url') ?? '' };
    turn.store.plain.images.put({ ...image, fields });
  },
};

function positionOf(store: Store, image: PlainRecord): number {
  const siblings = store.plain.images.recordsWith('product_id', Number(image.fields['product_id']));
  return siblings.findIndex(({ id }) => id === image.id) + 1;
}

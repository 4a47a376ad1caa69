import type { PlainPlan } from './plain/plain.js';
import { flag, neededText, readOnly, text } from './plain/plain.js';

/** `/locations`: where stock lies. */
export const LOCATIONS: PlainPlan = {
  name: 'locations',
  singular: 'location',
  writes: ['create', 'update', 'archive'],
  fields: {
    address1: neededText(),
    address2: text(''),
    city: text(),
    country: neededText(),
    holds_stock: flag(true),
    label: neededText(),
    state: text(),
    status: readOnly('active'),
    suburb: text(''),
    zip_code: text(),
  },
  check(store, reader, { fields, id }) {
    const label = fields['label'] ?? null;
    const others = store.plain.locations.byId.filter(({ record }) => record.id !== id);
    const isTaken = others.some(({ record: { fields: other } }) => {
      return label !== null && other['label'] === label && other['status'] !== 'archived';
    });
    if (isTaken) reader.complain('label', 'has already been taken');
  },
};

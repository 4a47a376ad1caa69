import type { JsonObject } from './answers.js';
import { decimal, percent, plus, sum, times, toDecimalText } from './decimal.js';
import type { FieldReader } from './fields.js';
import type { PlainPlan } from './plain/plain.js';
import {
  byParent,
  decimalText,
  flag,
  integer,
  neededText,
  parentId,
  putPlain,
  readOnly,
  readPlain,
} from './plain/plain.js';
import { renderPlain, text } from './plain/plain.js';
import type { PlainRecord } from './records.js';
import type { Store, Turn } from './store.js';

const ONE = decimal('1');

/** `/tax_components`: the parts of a tax type. */
export const TAX_COMPONENTS: PlainPlan = {
  name: 'tax_components',
  singular: 'tax_component',
  title: 'tax component',
  isUnstamped: true,
  writes: ['create', 'update'],
  fields: {
    tax_type_id: parentId(),
    position: integer(),
    label: text(),
    rate: decimalText('0.0'),
    compound: flag(false),
  },
  filters: { tax_type_id: byParent('tax_type_id') },
  check(store, reader, { fields }) {
    const id = fields['tax_type_id'];
    if (typeof id === 'number' && store.plain.tax_types.get(id) === undefined) {
      reader.complain('tax_type_id', 'must exist');
    }
  },
  settle: (turn, component) => {
    settleRate(turn, Number(component.fields['tax_type_id']));
  },
};

/** `/tax_types`, whose components always come beside them. */
export const TAX_TYPES: PlainPlan = {
  name: 'tax_types',
  singular: 'tax_type',
  title: 'tax type',
  isUnstamped: true,
  writes: ['create', 'update', 'archive'],
  fields: {
    code: text(),
    imported_from: readOnly(null),
    name: neededText(),
    status: readOnly('active'),
    quickbooks_online_id: text(),
    xero_online_id: text(),
    effective_rate: readOnly('0.0'),
    tax_component_ids: (store, type) => componentsOf(store, type.id).map(({ id }) => id),
  },
  sideload: (store, { records }): JsonObject => ({
    tax_components: records
      .flatMap((type) => componentsOf(store, type.id))
      .map((component) => renderPlain(TAX_COMPONENTS, store, component)),
  }),
  check(_store, reader) {
    for (const row of sentComponents(reader)) readPlain(COMPONENT_ROW, row, {});
  },
  settle(turn, type, reader) {
    for (const [at, row] of sentComponents(reader).entries()) {
      const fields = readPlain(COMPONENT_ROW, row, { tax_type_id: type.id, position: at + 1 });
      putPlain(turn, 'tax_components', fields);
    }
    settleRate(turn, type.id);
  },
};

const COMPONENT_ROW: Pick<PlainPlan, 'fields'> = TAX_COMPONENTS;

/** Both names were documented, years apart. */
function sentComponents(reader: FieldReader): readonly FieldReader[] {
  return (
    reader.rows('tax_components') ?? reader.rows('tax_components_attributes') ?? reader.rows('tax_component') ?? []
  );
}

function componentsOf(store: Store, taxTypeId: number): readonly PlainRecord[] {
  return store.plain.tax_components.recordsWith('tax_type_id', taxTypeId);
}

function settleRate(turn: Turn, taxTypeId: number): void {
  const type = turn.store.plain.tax_types.get(taxTypeId);
  if (type === undefined) return;
  const effective_rate = effectiveRate(componentsOf(turn.store, taxTypeId));
  turn.store.plain.tax_types.put({ ...type, updated_at: turn.nowAt, fields: { ...type.fields, effective_rate } });
}

/** Plain components are added up; a compound one is charged on top of what the others made. */
function effectiveRate(components: readonly PlainRecord[]): string {
  const rateOf = ({ fields }: PlainRecord) => decimal(String(fields['rate'] ?? '0'));
  const isCompound = ({ fields }: PlainRecord): boolean => fields['compound'] === true;
  let total = sum(components.filter((component) => !isCompound(component)).map(rateOf));
  for (const component of components.filter(isCompound)) {
    total = plus(total, times(rateOf(component), plus(ONE, percent(total))));
  }
  return toDecimalText(total);
}

import type { Answer, JsonObject } from '../answers.js';
import { answerList, findRecord } from '../listing.js';
import { includedNames } from '../list-query.js';
import type { CompositionRecord } from '../records.js';
import { renderVariant } from './render.js';
import type { Resource } from '../resource.js';
import type { Route, RoutedRequest } from '../route.js';
import { idOf } from '../route.js';
import { inEra } from '../eras.js';
import type { Store, Turn } from '../store.js';
import { VARIANTS } from './variants.js';

function renderPart(store: Store, part: CompositionRecord): JsonObject {
  return {
    bundle_id: part.bundle_id,
    bundle_sku: store.variants.get(part.bundle_id)?.sku ?? null,
    component_id: part.component_id,
    component_sku: store.variants.get(part.component_id)?.sku ?? null,
    quantity: part.quantity,
  };
}

/** With side-loads the ids go last, behind the fields: so the documentation's sample. */
function renderLinked(store: Store, part: CompositionRecord): JsonObject {
  const { bundle_id, component_id, ...fields } = renderPart(store, part);
  return { ...fields, bundle_id: bundle_id ?? null, component_id: component_id ?? null };
}

function variantsBeside(store: Store, parts: readonly CompositionRecord[], included: readonly string[]): JsonObject {
  const asked = parts.flatMap((part) => [
    ...(included.includes('bundle') ? [part.bundle_id] : []),
    ...(included.includes('component') ? [part.component_id] : []),
  ]);
  if (asked.length === 0 && !included.some((name) => LINKS.includes(name))) return {};
  const variants = [...new Set(asked)].map((id) => store.variants.get(id)).filter((variant) => variant !== undefined);
  return { variants: variants.map((variant) => renderVariant(store, variant)) };
}

const LINKS: readonly string[] = ['bundle', 'component'];

function composition(isLinked: boolean): Resource<CompositionRecord> {
  return {
    plural: 'composition',
    singular: 'composition',
    title: 'variant',
    collection: (store) => store.compositions,
    filters: {
      sku: { kind: 'text', of: (part, store) => store.variants.get(part.bundle_id)?.sku ?? null },
      component_id: { kind: 'integer', of: (part) => part.component_id, isIndexed: true },
    },
    idsOf: (part) => [part.bundle_id],
    render: isLinked ? renderLinked : renderPart,
    sideload: (store, { records, included }) => variantsBeside(store, records, included),
  };
}

function asksForLinks(request: RoutedRequest): boolean {
  return includedNames(request.query).some((name) => LINKS.includes(name));
}

/** The parts of one bundle; a variant that is none has no parts. */
function partsOfBundle(turn: Turn, request: RoutedRequest): Answer {
  const { store, world } = turn;
  const bundle = findRecord(VARIANTS, turn, idOf(request));
  const parts = store.compositions.recordsWith('bundle_id', bundle.id);
  const resource = composition(asksForLinks(request));
  const beside = variantsBeside(store, parts, includedNames(request.query));
  return {
    status: 200,
    body: inEra(world, { ...beside, composition: parts.map((part) => resource.render(store, part)) }),
  };
}

/** `/variants/composition`: what bundles are made of. It must stand before `/variants/:id`. */
export const COMPOSITION_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/variants/composition',
    answer: (turn, request) => answerList(composition(asksForLinks(request)), turn, request),
  },
  { method: 'GET', path: '/variants/composition/:id', answer: partsOfBundle },
];

import type { SandboxWorld, WireRequest } from '../service.js';
import type { Answer, JsonObject } from './answers.js';
import { notFound } from './answers.js';
import { inEra } from './eras.js';
import { includedNames, readLimit, readPage } from './list-query.js';
import type { Stored } from './records.js';
import type { Resource } from './resource.js';
import { barePath } from './route.js';
import type { Selection } from './select.js';
import { select } from './select.js';
import type { Turn } from './store.js';
import { stands } from './switches.js';

/** Only these lists were recorded with their total at the end. */
const WITH_META: readonly string[] = ['orders', 'products', 'variants', 'companies', 'fulfillments'];

/** Where a page lies in its list. */
interface PageNote {
  readonly total: number;
  readonly pages: number;
  readonly page: number;
  readonly offset: number;
}

/** Answers `GET /<plural>`. */
export function answerList<R extends Stored>(resource: Resource<R>, turn: Turn, request: WireRequest): Answer {
  const { world, store } = turn;
  const selection = select(resource, { world, store, query: request.query });
  const isWhole = resource.isWhole?.(world) ?? false;
  const limit = isWhole ? Math.max(1, selection.cells.length) : readLimit(request.query, world);
  const note = locate(selection.cells.length, limit, isWhole ? 1 : readPage(request.query));
  const records = recordsOfPage(selection, note.offset, limit);
  const included = includedNames(request.query);
  // The recordings with limit=0 lack the side-loaded key altogether.
  const beside = limit === 0 ? {} : resource.sideload?.(store, { records, included, isList: true });
  const hasMeta = WITH_META.includes(resource.plural) && stands(world, 'tradegecko.list-meta', 'present');
  const rows = records.map((record) => resource.render(store, record));
  return {
    status: 200,
    body: inEra(world, {
      ...beside,
      [resource.plural]: rows,
      ...(hasMeta ? { meta: { total: note.total } } : {}),
    }),
    headers: { 'X-Pagination': pagination(note), Link: links(note, request, world) },
  };
}

/** Answers `GET /<plural>/:id`. */
export function answerOne<R extends Stored>(
  resource: Resource<R>,
  turn: Turn,
  of: { request: WireRequest; id: string },
): Answer {
  const record = findRecord(resource, turn, of.id);
  const included = includedNames(of.request.query);
  return { status: 200, body: documentOf(resource, turn, { record, included }) };
}

/** A single record under its root, with what is side-loaded before it, as recorded. */
export function documentOf<R extends Stored>(
  resource: Resource<R>,
  turn: Turn,
  of: { record: R; included?: readonly string[] },
): JsonObject {
  const { store, world } = turn;
  const beside = resource.sideload?.(store, { records: [of.record], included: of.included ?? [], isList: false });
  return inEra(world, { ...beside, [resource.singular]: resource.render(store, of.record) });
}

/** The record of a path's id, or a 404. */
export function findRecord<R extends Stored>(resource: Resource<R>, turn: Turn, id: string): R {
  const record = findNamed(resource, turn, id);
  if (record === undefined) throw notFound(`Couldn't find ${resource.title} with id ${id}`);
  return record;
}

function findNamed<R extends Stored>(resource: Resource<R>, turn: Turn, id: string): R | undefined {
  const records = resource.collection(turn.store);
  if (resource.idsOf === undefined) return /^\d{1,15}$/.test(id) ? records.get(Number(id)) : undefined;
  return records.byId.find(({ record }) => resource.idsOf?.(record).some((own) => String(own) === id))?.record;
}

function locate(total: number, limit: number, page: number): PageNote {
  if (limit === 0) return { total, pages: 1, page: 1, offset: 0 };
  return { total, pages: Math.max(1, Math.ceil(total / limit)), page, offset: (page - 1) * limit };
}

function recordsOfPage<R>({ cells, isDescending }: Selection<R>, offset: number, limit: number): readonly R[] {
  const end = cells.length - offset;
  const page = isDescending
    ? cells.slice(Math.max(0, end - limit), Math.max(0, end)).reverse()
    : cells.slice(offset, offset + limit);
  return page.map((cell) => cell.record);
}

function pagination(note: PageNote): string {
  return JSON.stringify({
    total_records: note.total,
    total_pages: note.pages,
    first_page: note.page === 1,
    last_page: note.page === note.pages,
    out_of_bounds: note.page > note.pages,
    offset: note.offset,
  });
}

/** The recorded links lead to the web screens' own paths, which is why clients should count pages instead. */
function links(note: PageNote, request: WireRequest, world: SandboxWorld): string {
  const base = `http://${request.headers['host'] ?? 'localhost'}/ajax${barePath(request.path)}`;
  const link = (rel: string, page: number): string => {
    const query = new URLSearchParams(request.query);
    query.delete('page');
    if (note.pages > 1) query.append('page', String(page));
    return `<${base}${query.size === 0 ? '' : `?${query.toString()}`}>; rel="${rel}"`;
  };
  const leadsBack = note.page > 1 && stands(world, 'tradegecko.link-back', 'present');
  const before = leadsBack ? [link('first', 1), link('prev', Math.min(note.page - 1, note.pages))] : [];
  const after = note.page < note.pages ? [link('next', note.page + 1)] : [];
  return [...before, ...after, link('last', note.pages)].join(', ');
}

import type { WireRequest } from '../service.js';
import type { Answer, JsonObject } from './answers.js';
import { notFound } from './answers.js';
import type { Turn } from './store.js';
import { stands } from './switches.js';

/** One path of the API; parts that begin with a colon arrive in `params`. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  answer(turn: Turn, request: RoutedRequest): Answer;
}

/** A request with the parts of its path. */
export type RoutedRequest = WireRequest & { readonly params: Readonly<Record<string, string>> };

/** A route found for a request. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

const SUFFIX = '.json';

/** Finds the route of a request; a slash at the end and a `.json` suffix are both accepted. */
export function findRoute(routes: readonly Route[], request: WireRequest): Match | undefined {
  const parts = partsOf(request.path);
  // The head of an answer is that of the read; the server leaves the body out.
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  for (const route of routes) {
    const params = route.method === method ? matchParts(wordsOf(route.path), parts) : undefined;
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

// Every request is held against every route, so their paths are taken apart once.
const wordsByPath = new Map<string, readonly string[]>();

function wordsOf(path: string): readonly string[] {
  const known = wordsByPath.get(path);
  if (known !== undefined) return known;
  const words = path.split('/');
  wordsByPath.set(path, words);
  return words;
}

function partsOf(path: string): readonly string[] {
  return barePath(path).split('/');
}

/** A path without what may be added to it. */
export function barePath(path: string): string {
  const bare = path.replace(/\/+$/, '');
  return bare.endsWith(SUFFIX) ? bare.slice(0, -SUFFIX.length) : bare;
}

function matchParts(wanted: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (wanted.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, word] of wanted.entries()) {
    const part = parts[at] ?? '';
    if (word.startsWith(':')) params[word.slice(1)] = part;
    else if (word !== part) return undefined;
  }
  return params;
}

/** The id in a request's path. */
export function idOf(request: RoutedRequest): string {
  return request.params['id'] ?? '';
}

/** Answers a path that the API does not have. */
export function noRoute(request: WireRequest): Answer {
  return notFound(`No route matches ${request.method} ${request.path}`).answer;
}

/** Answers a creation: the record, and a link to it on the web screens' own path, as recorded. */
export function created(request: WireRequest, plural: string, of: { id: number; body: JsonObject }): Answer {
  const location = `http://${request.headers['host'] ?? 'localhost'}/ajax/${plural}/${of.id}`;
  return { status: 201, body: of.body, headers: { Location: location } };
}

/** Answers an update: nothing, or the record, by switch. */
export function updated(turn: Turn, body: () => JsonObject): Answer {
  return stands(turn.world, 'tradegecko.put-answer', '204') ? { status: 204 } : { status: 200, body: body() };
}

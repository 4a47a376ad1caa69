import { ControlError, type ControlRoute, type SandboxWorld, type WireRequest } from '../service.js';
import type { Json } from '../state.js';
import type { WireReply } from '../wire.js';

const PREFIX = '/_sandbox';

/** The control API of one sandbox, the same on both ports. */
export interface ControlDesk {
  handle(request: WireRequest): WireReply;
}

/** Whether a path belongs to the control API and not to the simulated service. */
export function isControlPath(path: string): boolean {
  return path === PREFIX || path.startsWith(`${PREFIX}/`);
}

/** Makes the control API of the given routes; what a call changed is committed before its answer. */
export function createControlDesk(world: SandboxWorld, routes: readonly ControlRoute[]): ControlDesk {
  return {
    handle(request) {
      try {
        const { route, params } = findRoute(routes, request);
        const result = route.handle({ params, query: request.query, body: readBody(request.body) });
        world.state.commit();
        return json(200, result);
      } catch (error) {
        // A refused call may have changed something before it was refused; the file must tell the same as memory.
        world.state.commit();
        if (error instanceof ControlError) return json(error.status, { error: error.message });
        return json(500, { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
    },
  };
}

interface Found {
  readonly route: ControlRoute;
  readonly params: Readonly<Record<string, string>>;
}

function findRoute(routes: readonly ControlRoute[], request: WireRequest): Found {
  const parts = partsOf(request.path);
  for (const route of routes) {
    const params = route.method === request.method ? matchParts(partsOf(route.path), parts) : undefined;
    if (params !== undefined) return { route, params };
  }
  throw new ControlError(404, `The control API has no ${request.method} ${request.path}.`);
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

function matchParts(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (wanted.startsWith(':')) params[wanted.slice(1)] = decode(part);
    else if (wanted !== part) return undefined;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new ControlError(400, 'A part of the path is not percent-encoded as it should be.');
  }
}

function readBody(body: string): Json {
  if (body.trim() === '') return {};
  try {
    const parsed: unknown = JSON.parse(body);
    if (isJson(parsed)) return parsed;
  } catch {
    // Told below, together with a body that is no JSON value.
  }
  throw new ControlError(400, 'The body is not JSON.');
}

/** Whatever the JSON parser returns is JSON; only `undefined` and functions are not. */
function isJson(value: unknown): value is Json {
  return value !== undefined && typeof value !== 'function';
}

function json(status: number, value: Json): WireReply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

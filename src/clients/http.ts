import axios, { type AxiosInstance, type AxiosProxyConfig, type AxiosRequestConfig } from 'axios';
import { ApiError } from '../ports/api-error.js';
import { abortReasonOf } from './abort.js';
import { decodeBody } from './decode.js';
import { ANSWER_BYTES_MAX, BODY_BYTES_MAX } from './limits.js';
import { authorityOf, type NetworkAccess } from './network/access.js';
import { createAgents } from './network/agents.js';
import { hostnameOf } from './network/connect.js';
import type { WayNames } from './network/fault-words.js';
import { proxyError, transportError, unreadableError, type SentRequest } from './transport-errors.js';

const TIMEOUT_MS = 30_000;
/** For name, proxy and TLS together: one that takes longer will not do better. */
const CONNECT_MS_MAX = 10_000;
/** Shorter than the whole, so that a connection that never stood is told from an answer that never came. */
const CONNECT_SHARE = 0.8;

/** How one service is reached. */
export interface HttpOptions extends NetworkAccess {
  /** The service in its own name, for error messages. */
  readonly service: string;
  /** The section of the configuration with the keys that a person may have to mend. */
  readonly section: string;
  readonly baseUrl: string;
  /** Sent with every request; may hold secrets, which never reach an error. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of one call in whole, connecting included. */
  readonly timeoutMs?: number;
  /** For an address that stands behind Basic authentication. */
  readonly basicAuth?: { readonly userName: string; readonly password: string };
}

/** One request; bodies are text, since each service's client writes its own format. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** What errors call this request; the path when absent. */
  readonly operation?: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly type: string; readonly text: string };
  readonly signal?: AbortSignal;
}

/** An answer of any status; header names are in lower case. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The way to one service: answers of every status are returned, only failures of the transport are thrown. */
export interface Http {
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Ends the connections that are kept open. */
  close(): void;
}

/** A service, the way to it, and what errors call both. */
interface Way {
  readonly options: HttpOptions;
  readonly instance: AxiosInstance;
  readonly timeoutMs: number;
  readonly names: WayNames;
}

/** Makes the way to a service, with connections that are kept alive between calls. */
export function createHttp(options: HttpOptions): Http {
  const { timeoutMs = TIMEOUT_MS, section, proxy } = options;
  const connectMs = Math.ceil(Math.min(CONNECT_MS_MAX, timeoutMs * CONNECT_SHARE));
  const agents = createAgents(new URL(options.baseUrl), options, connectMs);
  const instance = axios.create({
    ...agents,
    baseURL: options.baseUrl.replace(/\/+$/, ''),
    headers: { ...options.headers, ...basicAuthHeader(options) },
    proxy: forwardingProxy(options),
    // A redirect would carry the secrets in the headers to another host.
    maxRedirects: 0,
    maxContentLength: ANSWER_BYTES_MAX,
    maxBodyLength: BODY_BYTES_MAX,
    responseType: 'arraybuffer',
    transformRequest: (body: unknown) => body,
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
  });
  const names = { section, connectMs, hasProxyCredentials: proxy?.userName !== undefined };
  const way: Way = { options, instance, timeoutMs, names };
  return {
    send: (request) => sendInTime(way, request),
    close() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

/**
 * The proxy that is handed a whole request, which is how plain HTTP passes one. For HTTPS the agent makes a tunnel by
 * itself: axios' own would take a proxy's refusal for the service's answer. `false` keeps axios from the environment,
 * which only the configuration reads.
 */
function forwardingProxy({ baseUrl, proxy }: HttpOptions): AxiosProxyConfig | false {
  if (proxy === undefined || new URL(baseUrl).protocol === 'https:') return false;
  const url = new URL(proxy.url);
  const { userName, password = '' } = proxy;
  return {
    protocol: url.protocol,
    host: hostnameOf(url),
    port: Number(authorityOf(url).split(':').at(-1)),
    ...(userName === undefined ? {} : { auth: { username: userName, password } }),
  };
}

function basicAuthHeader({ basicAuth }: HttpOptions): Record<string, string> {
  if (basicAuth === undefined) return {};
  const pair = Buffer.from(`${basicAuth.userName}:${basicAuth.password}`, 'utf8').toString('base64');
  return { Authorization: `Basic ${pair}` };
}

/**
 * Sends one request within its deadline. The deadline is ours because the time-outs of axios and of Node's sockets
 * count idle time only, so that a service that trickles one byte a second would hold a slot for ever.
 */
async function sendInTime(way: Way, request: HttpRequest): Promise<HttpAnswer> {
  const { signal } = request;
  throwIfGivenUp(signal);
  refuseLargeBody(way, request);
  const deadline = new AbortController();
  const end = (): void => {
    deadline.abort();
  };
  const timer = setTimeout(end, way.timeoutMs);
  signal?.addEventListener('abort', end, { once: true });
  try {
    return await exchange(way, request, deadline.signal);
  } catch (error) {
    throwIfGivenUp(signal);
    throw transportError(error, sentOver(way, request), { isLate: deadline.signal.aborted });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

function throwIfGivenUp(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortReasonOf(signal);
}

async function exchange(way: Way, request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const query = queryText(request.query ?? []);
  const config: AxiosRequestConfig<string> = {
    method: request.method,
    url: query === '' ? request.path : `${request.path}?${query}`,
    headers: { ...request.headers, ...(request.body === undefined ? {} : { 'Content-Type': request.body.type }) },
    signal,
    ...(request.body === undefined ? {} : { data: request.body.text }),
  };
  const { status, data, headers: received } = await way.instance.request<unknown>(config);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(received)) {
    if (typeof value === 'string') headers[name.toLowerCase()] = value;
  }
  if (status === 407) throw proxyError(sentOver(way, request));
  const bytes = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
  return { status, headers, body: bodyText(bytes, { status, type: headers['content-type'] }, sentOver(way, request)) };
}

/** The text of a body. That of an error only explains it, so there characters that cannot be read do no harm. */
function bodyText(
  bytes: Buffer,
  { status, type }: { readonly status: number; readonly type: string | undefined },
  sent: SentRequest,
): string {
  const text = decodeBody(bytes, type);
  if (text !== undefined) return text;
  if (status < 200 || status >= 300) return bytes.toString('latin1');
  throw unreadableError(sent, status);
}

function queryText(query: readonly (readonly [string, string])[]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of query) parameters.append(name, value);
  return parameters.toString();
}

function refuseLargeBody(way: Way, request: HttpRequest): void {
  if (Buffer.byteLength(request.body?.text ?? '') <= BODY_BYTES_MAX) return;
  const what = `the request is larger than ${BODY_BYTES_MAX} bytes and was not sent`;
  const { call } = sentOver(way, request);
  throw new ApiError({ ...call, code: 'refused', what, mayHaveBeenApplied: false });
}

/** How errors name a request: never with query values, which may hold what a buyer gave. */
function sentOver({ options, timeoutMs, names }: Way, request: HttpRequest): SentRequest {
  const { service, proxy } = options;
  const call = { service, method: request.method, path: request.operation ?? request.path };
  return { call, timeoutMs, names, ...(proxy === undefined ? {} : { proxy }) };
}

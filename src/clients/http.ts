import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios, { isAxiosError, type AxiosInstance, type AxiosRequestConfig } from 'axios';
import { ApiError, type ApiErrorDetails } from '../ports/api-error.js';
import { abortReasonOf } from './abort.js';

const TIMEOUT_MS = 30_000;
const ANSWER_BYTES_MAX = 20 * 1024 * 1024;
const BODY_BYTES_MAX = 1024 * 1024;

/** Failures that come before any byte of a request has left, so that nothing can have been applied. */
const NEVER_CONNECTED: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** How one service is reached. */
export interface HttpOptions {
  /** The service in its own name, for error messages. */
  readonly service: string;
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

/** Makes the way to a service, with connections that are kept alive between calls. */
export function createHttp(options: HttpOptions): Http {
  const agents = { httpAgent: new HttpAgent({ keepAlive: true }), httpsAgent: new HttpsAgent({ keepAlive: true }) };
  const instance = axios.create({
    ...agents,
    baseURL: options.baseUrl.replace(/\/+$/, ''),
    headers: { ...options.headers, ...basicAuthHeader(options) },
    // The environment is read by the configuration only; an outgoing proxy is to be wired here, through the agents.
    proxy: false,
    // A redirect would carry the secrets in the headers to another host.
    maxRedirects: 0,
    maxContentLength: ANSWER_BYTES_MAX,
    maxBodyLength: BODY_BYTES_MAX,
    responseType: 'text',
    transformRequest: (body: unknown) => body,
    transformResponse: (body: unknown) => body,
    validateStatus: () => true,
  });
  return {
    send: (request) => sendInTime(instance, options, request),
    close() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
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
async function sendInTime(instance: AxiosInstance, options: HttpOptions, request: HttpRequest): Promise<HttpAnswer> {
  const { signal } = request;
  throwIfGivenUp(signal);
  refuseLargeBody(options, request);
  const deadline = new AbortController();
  const end = (): void => {
    deadline.abort();
  };
  const timer = setTimeout(end, options.timeoutMs ?? TIMEOUT_MS);
  signal?.addEventListener('abort', end, { once: true });
  try {
    return await exchange(instance, request, deadline.signal);
  } catch (error) {
    throwIfGivenUp(signal);
    throw transportError(error, { options, request, isLate: deadline.signal.aborted });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

function throwIfGivenUp(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw abortReasonOf(signal);
}

async function exchange(instance: AxiosInstance, request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
  const query = queryText(request.query ?? []);
  const config: AxiosRequestConfig<string> = {
    method: request.method,
    url: query === '' ? request.path : `${request.path}?${query}`,
    headers: { ...request.headers, ...(request.body === undefined ? {} : { 'Content-Type': request.body.type }) },
    signal,
    ...(request.body === undefined ? {} : { data: request.body.text }),
  };
  const answer = await instance.request<unknown>(config);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (typeof value === 'string') headers[name.toLowerCase()] = value;
  }
  return { status: answer.status, headers, body: typeof answer.data === 'string' ? answer.data : '' };
}

function queryText(query: readonly (readonly [string, string])[]): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of query) parameters.append(name, value);
  return parameters.toString();
}

function refuseLargeBody(options: HttpOptions, request: HttpRequest): void {
  if (Buffer.byteLength(request.body?.text ?? '') <= BODY_BYTES_MAX) return;
  const what = `the request is larger than ${BODY_BYTES_MAX} bytes and was not sent`;
  throw new ApiError({ ...callNameOf(options, request), code: 'refused', what });
}

/** How errors name a call: never with query values, which may hold what a buyer gave. */
function callNameOf(options: HttpOptions, request: HttpRequest): Pick<ApiErrorDetails, 'service' | 'method' | 'path'> {
  return { service: options.service, method: request.method, path: request.operation ?? request.path };
}

/** Whether a failed request never left this machine. */
export function isUnsent(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'unreachable' && error.details.mayHaveBeenApplied === false;
}

interface TransportFailure {
  readonly options: HttpOptions;
  readonly request: HttpRequest;
  readonly isLate: boolean;
}

/** Names a failure of the transport. The cause is left out: axios keeps headers and body, thus secrets, in its errors. */
function transportError(error: unknown, { options, request, isLate }: TransportFailure): Error {
  const call = callNameOf(options, request);
  const doubt = request.method === 'GET' ? {} : { mayHaveBeenApplied: true };
  if (isLate) {
    const what = `no whole answer within ${options.timeoutMs ?? TIMEOUT_MS} ms`;
    return new ApiError({ ...call, code: 'timed-out', what, ...doubt });
  }
  if (!isAxiosError(error)) return error instanceof Error ? error : new Error('A request failed for no known reason.');
  if (error.message.startsWith('maxContentLength')) {
    const what = `the answer is larger than ${ANSWER_BYTES_MAX} bytes`;
    return new ApiError({ ...call, code: 'unexpected-shape', what, ...doubt });
  }
  const reason = error.code ?? 'no code';
  if (NEVER_CONNECTED.has(reason)) {
    return new ApiError({ ...call, code: 'unreachable', what: `no connection (${reason})`, mayHaveBeenApplied: false });
  }
  return new ApiError({ ...call, code: 'unreachable', what: `the connection broke (${reason})`, ...doubt });
}

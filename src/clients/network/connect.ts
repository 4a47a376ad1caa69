import { once } from 'node:events';
import { IncomingMessage, request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { authorityOf, type ProxyAccess } from './access.js';

/** Which of the two machines on the way a connection goes to, with its port. */
export interface Hop {
  readonly kind: 'service' | 'proxy';
  readonly authority: string;
}

/** What a connection that was not made is blamed on: Node's code, or the status of a proxy that would not connect. */
export type FaultReason = { readonly code: string } | { readonly proxyStatus: number; readonly target: string };

/** A connection that was not made; no byte of a request has left. */
export class ConnectFault extends Error {
  readonly hop: Hop;
  readonly reason: FaultReason;

  constructor(hop: Hop, reason: FaultReason) {
    super(`No connection to ${hop.authority}.`);
    this.name = 'ConnectFault';
    this.hop = hop;
    this.reason = reason;
  }
}

/** One leg of the way, and what ends the wait for it. */
export interface Leg {
  readonly hop: Hop;
  readonly signal: AbortSignal;
}

/** Waits until a socket can take a request; else ends it and throws ConnectFault. */
export async function whenReady(socket: Socket, event: 'connect' | 'secureConnect', leg: Leg): Promise<Socket> {
  try {
    await once(socket, event, { signal: leg.signal });
    return socket;
  } catch (error) {
    // Whatever a socket says after it was given up concerns nobody, but an unheard error would end the process.
    socket.on('error', () => undefined);
    socket.destroy();
    throw faultOf(error, leg);
  }
}

/** Asks a proxy for a tunnel and returns its end; throws ConnectFault. */
export async function openTunnel(
  proxy: ProxyAccess,
  target: string,
  { signal, secureContext }: { readonly signal: AbortSignal; readonly secureContext: SecureContext },
): Promise<Socket> {
  const url = new URL(proxy.url);
  const leg: Leg = { hop: { kind: 'proxy', authority: authorityOf(url) }, signal };
  const request = startConnect(url, { target, proxy, secureContext });
  try {
    const led: readonly unknown[] = await once(request, 'connect', { signal });
    const [answer, socket, rest] = led;
    if (!(answer instanceof IncomingMessage && socket instanceof Socket)) throw new Error('CONNECT led to no socket.');
    if (answer.statusCode === 200 && Buffer.isBuffer(rest) && rest.length === 0) return socket;
    socket.destroy();
    throw new ConnectFault(leg.hop, { proxyStatus: answer.statusCode ?? 0, target });
  } catch (error) {
    request.on('error', () => undefined);
    request.destroy();
    throw faultOf(error, leg);
  }
}

interface ConnectRequest {
  readonly target: string;
  readonly proxy: ProxyAccess;
  readonly secureContext: SecureContext;
}

function startConnect(url: URL, { target, proxy, secureContext }: ConnectRequest): ReturnType<typeof httpRequest> {
  const options: RequestOptions = {
    hostname: hostnameOf(url),
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    method: 'CONNECT',
    path: target,
    headers: { Host: target, ...proxyAuthorisation(proxy) },
    agent: false,
  };
  const tls = { secureContext, rejectUnauthorized: true, servername: serverNameOf(url) };
  const request = url.protocol === 'https:' ? httpsRequest({ ...options, ...tls }) : httpRequest(options);
  request.end();
  return request;
}

/** The host of an address as sockets want it: IPv6 without its brackets. */
export function hostnameOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** The name that TLS asks for: none for an address in numbers, whose certificate is then looked at for that. */
export function serverNameOf(url: URL): string {
  return isIP(hostnameOf(url)) === 0 ? url.hostname : '';
}

function proxyAuthorisation({ userName, password }: ProxyAccess): Record<string, string> {
  if (userName === undefined) return {};
  const pair = Buffer.from(`${userName}:${password ?? ''}`, 'utf8').toString('base64');
  return { 'Proxy-Authorization': `Basic ${pair}` };
}

function faultOf(error: unknown, { hop, signal }: Leg): ConnectFault {
  if (error instanceof ConnectFault) return error;
  if (signal.aborted) return new ConnectFault(hop, { code: 'ETIMEDOUT' });
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code';
  return new ConnectFault(hop, { code });
}

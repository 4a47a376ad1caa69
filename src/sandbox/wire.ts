import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { WireRequest } from './service.js';

/** What goes onto the wire: an answer without the ledger's words. */
export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Enough for ten thousand orders placed in one control call. */
const BODY_MAX_BYTES = 32 * 1024 * 1024;

/** Reads a request whole; undefined when it is longer than the sandbox takes. */
export async function readRequest(message: IncomingMessage): Promise<WireRequest | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes > BODY_MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  const target = message.url ?? '/';
  const question = target.indexOf('?');
  return {
    method: message.method ?? 'GET',
    path: question === -1 ? target : target.slice(0, question),
    query: new URLSearchParams(question === -1 ? '' : target.slice(question + 1)),
    headers: plainHeaders(message),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function plainHeaders(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** A mistake of the sandbox itself is shown as such, for otherwise a test would look for it in the client. */
export function mistakeAnswer(error: unknown): WireReply {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return { status: 500, headers, body: `The sandbox made a mistake: ${reason}` };
}

/** Sends an answer whole. */
export function send(response: ServerResponse, reply: WireReply): void {
  writeHead(response, reply);
  response.end(hasBody(reply) ? reply.body : undefined);
}

/** Sends the head and half of the body, then ends the connection: cuts it, unless told how. */
export function sendHalf(response: ServerResponse, reply: WireReply, end?: () => void): void {
  const bytes = Buffer.from(hasBody(reply) ? reply.body : '');
  if (bytes.length < 2) {
    sendHead(response, reply);
    return;
  }
  writeHead(response, reply);
  // Ended only once the half has left, or the client would see a mere reset.
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), end ?? (() => response.destroy()));
}

/** Sends the head and nothing of the body, then cuts the connection. */
export function sendHead(response: ServerResponse, reply: WireReply): void {
  writeHead(response, reply);
  response.flushHeaders();
  setImmediate(() => response.destroy());
}

/** The head as text, for what is written past the HTTP library; what is extra replaces what the reply says. */
export function headText(response: ServerResponse, reply: WireReply, extra: Readonly<Record<string, string>>): string {
  const headers = new Map<string, string>([['date', String(response.getHeader('date'))]]);
  for (const [name, value] of Object.entries({ ...reply.headers, ...extra })) headers.set(name.toLowerCase(), value);
  const lines = [...headers].map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${reply.status} ${STATUS_CODES[reply.status] ?? 'Unknown'}\r\n${lines.join('')}\r\n`;
}

function writeHead(response: ServerResponse, reply: WireReply): void {
  const length = hasBody(reply) ? { 'content-length': Buffer.byteLength(reply.body) } : {};
  response.writeHead(reply.status, { ...reply.headers, ...length });
}

/** Whether a status allows a body. */
export function hasBody(reply: WireReply): boolean {
  return reply.status !== 204 && reply.status !== 304;
}

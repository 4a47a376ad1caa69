import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Identity } from './certificates.js';

/** One request as it reached a raw server. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server that answers each request as a test says; it keeps what it saw. */
export interface RawServer {
  readonly baseUrl: string;
  readonly seen: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Starts a raw server on loopback; with an identity it speaks TLS. */
export async function startRawServer(
  answer: (request: SeenRequest, response: ServerResponse) => void,
  identity?: Identity,
): Promise<RawServer> {
  const seen: SeenRequest[] = [];
  const take = (incoming: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const url = new URL(incoming.url ?? '/', 'http://localhost');
      const body = Buffer.concat(chunks).toString('utf8');
      const request = { method: incoming.method ?? '', url, headers: incoming.headers, body };
      seen.push(request);
      answer(request, response);
    });
  };
  const server = identity === undefined ? createServer(take) : createSecureServer(identity, take);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    baseUrl: `${identity === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Status and headers of a reply where they are not the usual ones. */
export interface ReplyOptions {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with JSON, or with text as it is. */
export function reply(
  response: ServerResponse,
  body: unknown,
  { status = 200, headers = {} }: ReplyOptions = {},
): void {
  const isText = typeof body === 'string';
  response.writeHead(status, { 'Content-Type': isText ? 'text/html' : 'application/json', ...headers });
  response.end(isText ? body : JSON.stringify(body));
}

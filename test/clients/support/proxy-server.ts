import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Identity } from './certificates.js';

/** What a proxy does: wants credentials, or answers each CONNECT with bytes of its own. */
export interface ProxyRules {
  /** `user:password` that it asks for. */
  readonly login?: string;
  /** Sent as it stands in answer to CONNECT; the connection then stays open. */
  readonly answer?: string;
  /** Speaks TLS itself. */
  readonly identity?: Identity;
}

/** A real forward proxy on loopback, which keeps what it was asked for. */
export interface ProxyServer {
  readonly url: string;
  /** Each request as `METHOD target`. */
  readonly seen: readonly string[];
  /** All that went through tunnels from the client's side, as it was on the wire. */
  tunnelled(): Buffer;
  close(): Promise<void>;
}

/** Starts a proxy. */
export async function startProxy({ login, answer, identity }: ProxyRules = {}): Promise<ProxyServer> {
  const seen: string[] = [];
  const chunks: Buffer[] = [];
  const sockets = new Set<Duplex>();
  const isWelcome = ({ headers }: IncomingMessage): boolean =>
    login === undefined || headers['proxy-authorization'] === `Basic ${Buffer.from(login).toString('base64')}`;

  const pass = (incoming: IncomingMessage, response: ServerResponse): void => {
    seen.push(`${incoming.method ?? ''} ${incoming.url ?? ''}`);
    if (!isWelcome(incoming)) {
      response.writeHead(407, { 'Proxy-Authenticate': 'Basic realm="way out"' }).end();
      return;
    }
    const own = Object.entries(incoming.headers).filter(([name]) => name !== 'proxy-authorization');
    const options = { method: incoming.method ?? 'GET', headers: Object.fromEntries(own) };
    const onward = forward(incoming.url ?? '', options, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    incoming.pipe(onward);
  };

  const open = (incoming: IncomingMessage, client: Duplex): void => {
    seen.push(`CONNECT ${incoming.url ?? ''}`);
    sockets.add(client.on('error', () => client.destroy()));
    if (answer !== undefined) client.write(answer);
    else if (!isWelcome(incoming))
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
    else join(incoming.url ?? '', client, { sockets, chunks });
  };

  const server = identity === undefined ? createServer(pass) : createSecureServer(identity, pass);
  server.on('connect', open);
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  const port = await listen(server);
  return {
    url: `${identity === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    seen,
    tunnelled: () => Buffer.concat(chunks),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function join(
  target: string,
  client: Duplex,
  { sockets, chunks }: { readonly sockets: Set<Duplex>; readonly chunks: Buffer[] },
): void {
  const [host = '', port = ''] = target.split(':');
  const onward = connect(Number(port), host, () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    client.on('data', (chunk: Buffer) => chunks.push(chunk));
    client.pipe(onward).pipe(client);
  });
  sockets.add(onward.on('error', () => client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')));
}

/** Listens on any port of loopback and returns it. */
export async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return address.port;
}

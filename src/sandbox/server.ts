import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Only this machine may talk to the sandbox: its control API asks for no password. */
const HOST = '127.0.0.1';

/** Longer than any client keeps an idle connection, so that only faults cut one. */
const KEEP_ALIVE_MS = 120_000;

/** A port of the sandbox that listens. */
export interface ListeningServer {
  readonly url: string;
  /** Ends open connections too, also those that wait for an answer. */
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Who listens, for the message when the port is in use. */
  readonly name: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly respond: (message: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** Listens on loopback. */
export async function listen(options: ServerOptions): Promise<ListeningServer> {
  const server = createServer((message, response) => {
    options.respond(message, response).catch(() => {
      // The client went away in the middle of its request; there is nobody left to tell.
      response.destroy();
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 1_000;
  const { port } = await bind(server, options);
  return { url: `http://${HOST}:${port}`, close: () => closeServer(server) };
}

function bind(server: Server, options: ServerOptions): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const inUse = 'code' in error && error.code === 'EADDRINUSE';
      reject(inUse ? new Error(`Port ${options.port} for ${options.name} is already in use on ${HOST}.`) : error);
    });
    server.listen(options.port, HOST, () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address);
      else reject(new Error(`${options.name} listens on no port.`));
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

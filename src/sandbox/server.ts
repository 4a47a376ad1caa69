import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StartError } from './start-error.js';
import { mistakeAnswer, send } from './wire.js';

/** Only this machine may talk to the sandbox: its control API asks for no password. */
const HOST = '127.0.0.1';

/** Room for addresses that are far too long, which are the service's to refuse and not the server's. */
const HEAD_MAX_BYTES = 256 * 1024;

/** Longer than any client keeps an idle connection, so that only faults cut one. */
const KEEP_ALIVE_MS = 120_000;

/** How often a port that came back is asked for, should someone else hold it for a moment. */
const RETURN_TRIES_MAX = 100;
const RETURN_PAUSE_MS = 50;

/** A port of the sandbox that listens. */
export interface ListeningServer {
  readonly url: string;
  /** Refuses connections and cuts the open ones, for a while or until `comeBack`. */
  goDown(forMs: number): void;
  /** Ends an outage before its time. */
  comeBack(): void;
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
  const server = createServer({ maxHeaderSize: HEAD_MAX_BYTES }, (message, response) => {
    options.respond(message, response).catch((error: unknown) => {
      tellMistake(error, message, response);
    });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.headersTimeout = KEEP_ALIVE_MS + 1_000;
  const { port } = await bind(server, options);
  const outage = createOutage(server, port);
  return {
    url: `http://${HOST}:${port}`,
    goDown: outage.begin,
    comeBack: outage.end,
    close() {
      outage.forget();
      return closeServer(server);
    },
  };
}

/** What went wrong here, such as a full disk under the state, is told: a client would look for it in itself otherwise. */
function tellMistake(error: unknown, message: IncomingMessage, response: ServerResponse): void {
  const isOurs = message.complete && !response.headersSent && !(error instanceof Error && error.name === 'AbortError');
  // The client went away in the middle of its request, or the sandbox is being closed: nobody is left to tell.
  if (!isOurs) response.destroy();
  else send(response, mistakeAnswer(error));
}

interface Outage {
  readonly begin: (forMs: number) => void;
  readonly end: () => void;
  /** The server is being closed for good and must not come back. */
  readonly forget: () => void;
}

/** Takes a server off its port and puts it back there. */
function createOutage(server: Server, port: number): Outage {
  let timer: NodeJS.Timeout | undefined;
  let triesLeft = 0;
  const forget = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const end = (): void => {
    if (timer === undefined) return;
    forget();
    server.listen(port, HOST);
  };
  server.on('error', () => {
    triesLeft -= 1;
    if (triesLeft > 0) timer = setTimeout(end, RETURN_PAUSE_MS);
  });
  return {
    begin(forMs) {
      forget();
      triesLeft = RETURN_TRIES_MAX;
      timer = setTimeout(end, forMs);
      server.close();
      server.closeAllConnections();
    },
    end,
    forget,
  };
}

function bind(server: Server, options: ServerOptions): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const refuse = (error: Error): void => {
      const inUse = 'code' in error && error.code === 'EADDRINUSE';
      reject(inUse ? new StartError(`Port ${options.port} for ${options.name} is already in use on ${HOST}.`) : error);
    };
    server.once('error', refuse);
    server.listen(options.port, HOST, () => {
      server.off('error', refuse);
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

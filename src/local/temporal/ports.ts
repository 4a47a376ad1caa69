import { connect, createServer, type Server } from 'node:net';
import { TemporalProblem } from './problem.js';

export const HOST = '127.0.0.1';

export interface PortWish {
  readonly what: string;
  /** Asked for by the caller: 0 takes any free port, undefined leaves the choice to us. */
  readonly asked: number | undefined;
  /** Ours to take when it is free; undefined means any free port. */
  readonly preferred: number | undefined;
}

/** The port to use: one asked for must be free; another gives way to any free one, and says so. */
export async function choosePort(wish: PortWish, say: (message: string) => void): Promise<number> {
  const { what, asked, preferred } = wish;
  if (asked !== undefined && asked !== 0) {
    if (await isPortFree(asked)) return asked;
    throw new TemporalProblem(
      'port-in-use',
      `Port ${asked} on ${HOST}, asked for as ${what}, is in use. End what listens there, or ask for another port.`,
    );
  }
  if (asked === 0 || preferred === undefined) return findFreePort();
  if (await isPortFree(preferred)) return preferred;
  const port = await findFreePort();
  say(`Port ${preferred}, the usual one for ${what}, is in use; taking ${port}.`);
  return port;
}

/** One try to connect; true when something listens. */
export async function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, HOST);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });
}

async function isPortFree(port: number): Promise<boolean> {
  try {
    await close(await listen(port));
    return true;
  } catch {
    return false;
  }
}

async function findFreePort(): Promise<number> {
  const server = await listen(0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A listening TCP server has no port.');
  // A connection that the server's side closes keeps the port from being handed out again for a minute, while binding
  // to it by number stays possible; Temporal's SDK and CLI find their free ports the same way.
  await new Promise<void>((resolve) => {
    server.on('connection', (accepted) => accepted.end());
    connect(address.port, HOST)
      .on('close', () => {
        resolve();
      })
      .on('error', () => {
        resolve();
      })
      .resume();
  });
  await close(server);
  return address.port;
}

async function listen(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(port, HOST, () => {
      resolve(server);
    });
  });
}

async function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
}

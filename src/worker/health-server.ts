import { createServer, type Server, type ServerResponse } from 'node:http';
import { ConfigError } from '../config/config-error.js';
import type { HealthSettings } from '../config/worker.js';
import type { HealthReport } from './health.js';

export interface HealthPages {
  readonly health: () => HealthReport;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

/** Health and metrics as served. */
export interface HealthServer {
  /** Where, without a slash at the end. */
  readonly url: string;
  close(): void;
}

/** Nobody but a probe and a collector has to be served. */
const CONNECTIONS_MAX = 32;
const REQUEST_MAX_MS = 5_000;

/** Serves `/healthz` and `/metrics`. A port that was asked for must be free; the usual one gives way and says so. */
export async function serveHealth(
  { host, port, isChosen }: HealthSettings,
  pages: HealthPages,
  say: (line: string) => void,
): Promise<HealthServer> {
  const server = createServer(
    { requestTimeout: REQUEST_MAX_MS, headersTimeout: REQUEST_MAX_MS },
    (request, response) => {
      void answer(request, response, pages);
    },
  );
  server.maxConnections = CONNECTIONS_MAX;
  try {
    await listen(server, host, port);
  } catch (error) {
    if (isChosen || codeOf(error) !== 'EADDRINUSE') throw listenProblem(error, host, port);
    await listen(server, host, 0);
    say(`Port ${port}, the usual one for health and metrics, is in use.`);
  }
  // Serving health keeps no process alive that has nothing else to do.
  server.unref();
  const url = urlOf(server, host);
  say(`Health and metrics: ${url}/healthz and ${url}/metrics`);
  return {
    url,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function urlOf(server: Server, host: string): string {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

function listenProblem(error: unknown, host: string, port: number): ConfigError {
  const code = codeOf(error);
  const isTaken = code === 'EADDRINUSE';
  const isPort = isTaken || code === 'EACCES';
  return new ConfigError('of the environment', [
    {
      where: isPort ? 'ORDERBRIDGE_HEALTH_PORT' : 'ORDERBRIDGE_HEALTH_HOST',
      line: null,
      what: isTaken
        ? `names port ${port} on ${host}, which is in use`
        : `cannot be listened on: ${host}:${port} (${code})`,
      next: isPort ? 'End what listens there, name another port, or off.' : 'Name an address of this machine.',
    },
  ]);
}

type Request = Parameters<Parameters<typeof createServer>[1] & object>[0];

async function answer(request: Request, response: ServerResponse, { health, metrics }: HealthPages): Promise<void> {
  const path = (request.url ?? '').split('?')[0];
  try {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      send(response, 405, { contentType: 'text/plain', text: 'Only GET is answered here.\n' });
    } else if (path === '/healthz') {
      const report = health();
      const text = `${JSON.stringify(report, null, 2)}\n`;
      send(response, report.status === 'ok' ? 200 : 503, { contentType: 'application/json', text });
    } else if (path === '/metrics') {
      send(response, 200, await metrics());
    } else {
      send(response, 404, { contentType: 'text/plain', text: 'There is /healthz and /metrics.\n' });
    }
  } catch {
    // A probe learns that something is wrong; what it is would be a stack, which belongs to nobody outside.
    send(response, 500, { contentType: 'text/plain', text: 'This page could not be made.\n' });
  }
}

interface Body {
  readonly contentType: string;
  readonly text: string;
}

function send(response: ServerResponse, status: number, { contentType, text }: Body): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store', connection: 'close' });
  response.end(text);
}

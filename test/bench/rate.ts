import { Agent, request as httpRequest } from 'node:http';
import { performance } from 'node:perf_hooks';

/** One call to be made; with a body it is a POST. */
export interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Makes calls over connections that stay open. */
export interface Caller {
  call(request: Request): Promise<void>;
  close(): void;
}

/** How many calls are under way at the same time, and how long a round lasts. */
const AT_ONCE = 8;
const ROUND_MS = 500;

/** Makes a caller; a refused call ends the bench, as its figure would mean nothing. */
export function createCaller(): Caller {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  return {
    call: ({ url, headers, body }) =>
      new Promise((resolve, reject) => {
        const method = body === undefined ? 'GET' : 'POST';
        const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
        const request = httpRequest(url, { method, agent, headers: { ...headers, ...length } }, (response) => {
          const status = response.statusCode ?? 0;
          response.on('error', reject);
          response.on('end', () => {
            if (status < 300) resolve();
            else reject(new Error(`${method} ${url} was answered with ${status}.`));
          });
          response.resume();
        });
        request.on('error', reject);
        request.end(body);
      }),
    close() {
      agent.destroy();
    },
  };
}

/** How many calls a second come through, over one round. */
export async function measureRate(caller: Caller, request: (turn: number) => Request): Promise<number> {
  const startedMs = performance.now();
  let turn = 0;
  const work = async (): Promise<void> => {
    while (performance.now() - startedMs < ROUND_MS) {
      turn += 1;
      await caller.call(request(turn));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return turn / ((performance.now() - startedMs) / 1_000);
}

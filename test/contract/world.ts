import { DEMO_HOUZZ_CREDENTIALS, DEMO_TRADEGECKO_TOKEN, startSandbox } from '../../src/sandbox/sandbox.js';
import { isFields, type Fields } from './recordings.js';

/** An answer of the sandbox. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** A request to the sandbox. */
export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly body?: string | Fields;
}

/** A fresh TradeGecko account, and the web screens beside it. */
export interface World {
  call(ask: Ask): Promise<Answer>;
  control(ask: Ask): Promise<Answer>;
}

/** Runs a piece of work on a fresh account, and ends the sandbox after it, also when the work fails. */
export async function withWorld<T>(
  switches: Readonly<Record<string, string>>,
  work: (world: World) => Promise<T>,
): Promise<T> {
  const sandbox = await startSandbox({
    houzz: DEMO_HOUZZ_CREDENTIALS,
    // A recording of a whole page may take many calls to build.
    tradegecko: { token: DEMO_TRADEGECKO_TOKEN, quota: { limit: 100_000, windowMs: 300_000 } },
    switches,
  });
  const ask = (root: string) => (request: Ask) => send(`${root}${request.path}`, request);
  try {
    return await work({
      call: ask(sandbox.tradegeckoUrl),
      control: ask(`${sandbox.tradegeckoUrl}/_sandbox/tradegecko`),
    });
  } finally {
    await sandbox.close();
  }
}

async function send(url: string, { method, body }: Ask): Promise<Answer> {
  const isForm = typeof body === 'string' && !body.startsWith('{');
  const response = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${DEMO_TRADEGECKO_TOKEN}`,
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    },
    ...(body === undefined || body === '' ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : text;
  return { status: response.status, headers: Object.fromEntries(response.headers), body: parsed };
}

/** The id of the record in an answer, under whatever root it stands. */
export function idIn({ body }: Answer): number | undefined {
  if (!isFields(body)) return undefined;
  const record = 'id' in body ? body : Object.values(body).findLast(isFields);
  return typeof record?.['id'] === 'number' ? record['id'] : undefined;
}

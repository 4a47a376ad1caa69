import { z } from 'zod';
import { readFailure } from '../../src/clients/tradegecko/errors.js';
import {
  fulfillmentsAnswer,
  orderAnswer,
  ordersAnswer,
  userAnswer,
  variantsAnswer,
} from '../../src/clients/tradegecko/schemas.js';
import { isLive, readFulfillments, readItem, readSalesOrder } from '../../src/clients/tradegecko/translate.js';
import { compareBodies } from './compare-bodies.js';
import { compareHeads } from './compare-heads.js';
import { mainOf, populate, type Planted } from './populate.js';
import { isFields, type Recording } from './recordings.js';
import { withWorld, type Answer, type World } from './world.js';

/** What became of one recording. */
export interface Verdict {
  /** What the bridge's own schemas say. */
  readonly client: 'takes it' | 'has no schema' | 'reads the failure';
  readonly sandbox: 'answers alike' | 'not simulated';
  readonly differences: readonly string[];
}

/** Judges one recording: the bridge must read it, and the sandbox must answer the same call alike. */
export async function judge(recording: Recording): Promise<Verdict> {
  const client = readByClient(recording);
  const [first, ...others] = erasOf(recording.year);
  let best = await compareWithSandbox(recording, first);
  for (const era of others) {
    if (best === 'not simulated' || best.length === 0) break;
    const differences = await compareWithSandbox(recording, era);
    if (differences !== 'not simulated' && differences.length === 0) best = differences;
  }
  return {
    client: client.how,
    sandbox: best === 'not simulated' ? best : 'answers alike',
    differences: [...client.differences, ...(best === 'not simulated' ? [] : best)],
  };
}

/** In which order keys stood in the years of change is not known to the month. */
function erasOf(year: number): readonly [string, ...string[]] {
  if (year < 2014) return ['2014'];
  return year > 2015 ? ['2015'] : year === 2014 ? ['2014', '2015'] : ['2015', '2014'];
}

interface ClientWord {
  readonly how: Verdict['client'];
  readonly differences: readonly string[];
}

const READERS: Readonly<Record<string, (body: unknown) => unknown>> = {
  variants: (body) => variantsAnswer.parse(body).variants.map((row) => [isLive(row), readItem(row)]),
  orders: (body) => ordersAnswer.parse(body).orders.map(readSalesOrder),
  order: (body) => readSalesOrder(orderAnswer.parse(body).order),
  fulfillments: (body) => readFulfillments(fulfillmentsAnswer.parse(body)),
  user: (body) => userAnswer.parse(body),
};

function readByClient({ body, status, method, pathname }: Recording): ClientWord {
  if (status >= 400) {
    const call = { service: 'TradeGecko', method: method === 'GET' ? 'GET' : 'POST', path: pathname } as const;
    const answer = { status, headers: {}, body: JSON.stringify(body) };
    const { what } = readFailure({ call, answer, retryAfterMs: 0, sensitive: [] }).details;
    // What stands in a fault of the server's may be anything, so the client does not look for a reason there.
    const isLost = status < 500 && /status/.test(what);
    return { how: 'reads the failure', differences: isLost ? ['the client finds no reason'] : [] };
  }
  const root = isFields(body) ? Object.keys(body).find((key) => READERS[key] !== undefined) : undefined;
  const read = root === undefined ? undefined : READERS[root];
  if (read === undefined) return { how: 'has no schema', differences: [] };
  try {
    read(body);
    return { how: 'takes it', differences: [] };
  } catch (error) {
    const where = error instanceof z.ZodError ? error.issues.map((issue) => issue.path.join('.')).join(', ') : root;
    return { how: 'takes it', differences: [`the client refuses ${where ?? 'the answer'}`] };
  }
}

async function compareWithSandbox(recording: Recording, era: string): Promise<readonly string[] | 'not simulated'> {
  // Trouble of the server's comes from the sandbox's faults, never by itself.
  if (recording.status >= 500) return 'not simulated';
  const hasMeta = isFields(recording.body) && 'meta' in recording.body;
  const switches = { 'tradegecko.era': era, 'tradegecko.list-meta': hasMeta ? 'present' : 'absent' };
  return withWorld(switches, async (world) => {
    const planted = await populate(world, recording);
    const answer = await ask(world, recording, planted);
    return isUnknownPath(answer) ? 'not simulated' : compare(recording, answer);
  });
}

function isUnknownPath({ status, body }: Answer): boolean {
  return status === 404 && isFields(body) && /^No route matches/.test(String(body['message']));
}

/** Asks the recorded call, of the records that this world has in place of the recorded ones. */
function ask(world: World, recording: Recording, planted: Planted): Promise<Answer> {
  const main = planted.get(mainOf(recording)) ?? [];
  const [id] = main;
  const { pathname } = recording;
  const path = id === undefined ? pathname : pathname.replace(/\/\d+(?=$|\/|\.json$)/, `/${String(id)}`);
  const query = new URLSearchParams();
  for (const [name, value] of recording.query) {
    if (/^ids(\[\])?$/.test(name) || /_id(\[\])?$/.test(name)) continue;
    query.append(name, value);
  }
  if (/(^|&)ids(%5B%5D)?=/i.test(recording.query.toString())) for (const id of main) query.append('ids[]', String(id));
  const target = query.size === 0 ? path : `${path}?${query.toString()}`;
  return world.call({ method: recording.method, path: target, body: recording.requestBody });
}

function compare(recording: Recording, answer: Answer): readonly string[] {
  const { status, year, isRecorded } = recording;
  const bodies = compareBodies({ recorded: recording.body, answered: answer.body, year });
  if (!isRecorded) return bodies;
  const isSame = JSON.stringify(recording.body) === JSON.stringify(answer.body);
  return [
    ...(answer.status === status ? [] : [`the status is ${answer.status}, recorded as ${status}`]),
    ...compareHeads(recording.headers, answer.headers),
    ...bodies,
    // What a refusal says depends on the request alone.
    ...(status >= 400 && !isSame && bodies.length === 0 ? ['the refusal has other words'] : []),
  ];
}

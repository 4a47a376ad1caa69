import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { afterEach, beforeEach } from 'mocha';
import type { WebhookDelivery } from '../../../src/sandbox/control/client-gateway.js';
import { until } from '../../support/until.js';
import type { OpenSandbox } from '../open-sandbox.js';
import { call, documentOf, idOf, rootOf, type Document } from './gecko-api.js';

/** A delivery as it arrived. */
export interface Letter {
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly raw: string;
  readonly json: Document;
}

/** A receiver of webhooks. */
export interface Receiver {
  readonly address: string;
  readonly letters: readonly Letter[];
  /** What it answers from now on; `silence` never answers. */
  answer: number | 'silence';
}

/** Listens on loopback before each test of the surrounding group and ends after it. */
export function openReceiverForEach(): Receiver {
  let server: Server | undefined;
  let address = '';
  let letters: Letter[] = [];
  const receiver: Receiver = {
    answer: 200,
    get address() {
      return address;
    },
    get letters() {
      return letters;
    },
  };
  beforeEach(async () => {
    letters = [];
    receiver.answer = 200;
    server = createServer((message, response) => void take(message, response, { letters, receiver }));
    address = await listen(server);
  });
  afterEach(async () => {
    const ending = server;
    await new Promise<void>((resolve) => {
      ending?.close(() => {
        resolve();
      });
      ending?.closeAllConnections();
    });
  });
  return receiver;
}

interface Desk {
  readonly letters: Letter[];
  readonly receiver: Pick<Receiver, 'answer'>;
}

async function take(message: IncomingMessage, response: ServerResponse, { letters, receiver }: Desk): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const raw = Buffer.concat(chunks).toString('utf8');
  letters.push({ method: message.method ?? '', headers: message.headers, raw, json: documentOf(JSON.parse(raw)) });
  if (receiver.answer === 'silence') return;
  response.writeHead(receiver.answer, receiver.answer < 400 ? { location: 'http://127.0.0.1:1/elsewhere' } : {});
  response.end();
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.listen(0, '127.0.0.1', () => {
      const at = server.address();
      if (typeof at === 'object' && at !== null) resolve(`http://127.0.0.1:${at.port}/hooks`);
      else reject(new Error('The receiver listens on no port.'));
    });
  });
}

/** Makes a webhook and returns its id. */
export async function makeWebhook(open: OpenSandbox, address: string, event = 'company.create'): Promise<number> {
  const body = { webhook: { address, event } };
  return idOf(rootOf(await call(open, '/webhooks', { method: 'POST', body }), 'webhook'));
}

/** Lets something happen that webhooks tell of, and returns the id of what it happened to. */
export async function makeCompany(open: OpenSandbox, name = 'Acme'): Promise<number> {
  const body = { company: { name, company_type: 'business' } };
  return idOf(rootOf(await call(open, '/companies', { method: 'POST', body }), 'company'));
}

/** Waits until so many letters have arrived. */
export function arrived(receiver: Receiver, count: number): Promise<readonly Letter[]> {
  return until(`${count} deliveries`, () => receiver.letters.length >= count && receiver.letters);
}

/** Waits until the deliveries are as a test wants them. */
export function deliveriesThat(
  open: OpenSandbox,
  what: string,
  areSo: (deliveries: readonly WebhookDelivery[]) => boolean,
): Promise<readonly WebhookDelivery[]> {
  return until(`deliveries that ${what}`, async () => {
    const deliveries = await open.control.tradegecko.webhookDeliveries();
    return areSo(deliveries) && deliveries;
  });
}

/** Waits until the first delivery was tried so often, and returns it. */
export async function triedTimes(open: OpenSandbox, count: number): Promise<WebhookDelivery> {
  const [first] = await deliveriesThat(open, `were tried ${count} times`, ([delivery]) => {
    return (delivery?.attempts.length ?? 0) >= count;
  });
  if (first === undefined) throw new Error('There is no delivery.');
  return first;
}

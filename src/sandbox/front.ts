import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { isControlPath, type ControlDesk } from './control/control.js';
import type { FaultBook } from './faults/book.js';
import { deliver } from './faults/delivery.js';
import { replyUnder } from './faults/replies.js';
import { nameOf, type StruckFault } from './faults/faults.js';
import type { ServiceName } from './ledger.js';
import type { SandboxWorld, Service, WireAnswer, WireRequest } from './service.js';
import { mistakeAnswer, readRequest, send } from './wire.js';

/** One side of the sandbox as its port meets it. */
export interface Front {
  readonly name: ServiceName;
  readonly world: SandboxWorld;
  readonly service: Service;
  readonly control: ControlDesk;
  readonly faults: FaultBook;
  /** Aborted when the sandbox closes, so that a slow answer does not outlive it. */
  readonly closing: AbortSignal;
  /** Stops listening for a while and cuts all connections, for a fault of that kind. */
  readonly goDown: (forMs: number) => void;
}

/** Answers one request: by the control API, or by the service with the fault that strikes it, if one does. */
export async function respond(front: Front, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const request = await readRequest(message);
  // The clock of the sandbox is the one that a client must see in `Date`, as quotas are reckoned by it.
  response.setHeader('date', new Date(front.world.clock.now()).toUTCString());
  if (request === undefined) send(response, { status: 413, headers: { connection: 'close' }, body: '' });
  else if (isControlPath(request.path)) send(response, front.control.handle(request));
  else await serve(front, request, response);
}

async function serve(front: Front, request: WireRequest, response: ServerResponse): Promise<void> {
  const operation = front.service.operationOf?.(request) ?? wordsOf(request);
  const fault = front.faults.draw(front.name, [operation, wordsOf(request), withoutIds(wordsOf(request))]);
  if (fault === undefined) {
    const answer = handle(front.service, request);
    record(front, { operation: answer.operation, status: answer.status }, answer);
    send(response, answer);
    return;
  }
  await strike(fault, { front, request, response, operation });
}

interface Struck {
  readonly front: Front;
  readonly request: WireRequest;
  readonly response: ServerResponse;
  readonly operation: string;
}

async function strike(fault: StruckFault, { front, request, response, operation }: Struck): Promise<void> {
  const { closing } = front;
  if (fault.place === 'before' && fault.kind === 'slow') await pause(fault.delayMs, undefined, { signal: closing });
  const answer = isApplied(fault) ? handle(front.service, request) : undefined;
  const reply = replyUnder(fault, answer);
  const words = { operation: answer?.operation ?? operation, status: reply?.status ?? null, fault: nameOf(fault) };
  record(front, words, answer);
  if (fault.place === 'silence') return;
  await deliver(fault, reply, { response, closing, place: fault.place, goDown: front.goDown });
}

function isApplied(fault: StruckFault): boolean {
  if (fault.place === 'silence') return fault.applied ?? false;
  return fault.place !== 'before' || fault.kind === 'slow';
}

type CallWords = { readonly operation: string; readonly status: number | null; readonly fault?: string };

function record(front: Front, words: CallWords, answer: WireAnswer | undefined): void {
  const quota = answer?.quotaRemaining;
  front.world.ledger.call({
    service: front.name,
    ...words,
    ...(quota === undefined ? {} : { quotaRemaining: quota }),
  });
  front.world.state.commit();
}

function handle(service: Service, request: WireRequest): WireAnswer {
  try {
    return service.handle(request);
  } catch (error) {
    const { status, headers, body } = mistakeAnswer(error);
    return { status, headers, body: body.toString(), operation: wordsOf(request) };
  }
}

/** A request in words, for a service that does not tell its own. */
function wordsOf(request: WireRequest): string {
  return `${request.method} ${request.path.replace(/\/+$/, '').replace(/\.json$/, '')}`;
}

function withoutIds(words: string): string {
  return words.replaceAll(/\/\d+(?=\/|$)/g, '/:id');
}

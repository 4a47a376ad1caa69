import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { FaultKind, FaultOptions, FaultShape, FaultStroke } from './faults.js';
import { hasBody, headText, send, sendHalf, sendHead, type WireReply } from '../wire.js';

/** The way out for a spoilt answer. */
export interface FaultExit {
  readonly response: ServerResponse;
  /** Aborted when the sandbox closes, so that a slow answer does not outlive it. */
  readonly closing: AbortSignal;
  /** Where the fault strikes. */
  readonly place: FaultStroke['place'];
  /** Stops listening for a while, as a service that is started anew. */
  readonly goDown: (forMs: number) => void;
}

const DRIP_PIECES = 16;
const INTERIM_DEFAULT = 3;
const ENDLESS_BYTES = 2 ** 30;
const ENDLESS_PIECE = Buffer.alloc(64 * 1024, ' ');
const LENGTH_DISAGREEMENT = 7;

/** Brings a reply onto the wire the way the fault wants it; an absent one is a connection that ends. */
export async function deliver(fault: FaultShape, reply: WireReply | undefined, exit: FaultExit): Promise<void> {
  if (reply === undefined) (ENDINGS[fault.kind] ?? cut)(exit, fault);
  else await (DELIVERIES[fault.kind] ?? sendWhole)({ ...exit, reply }, fault);
}

/** How a connection ends on which no status was told. */
const ENDINGS: Partial<Record<FaultKind, (exit: FaultExit, told: FaultOptions) => void>> = {
  reset: ({ response }) => response.socket?.resetAndDestroy(),
  down({ response, goDown }, { downMs = 0 }) {
    response.socket?.resetAndDestroy();
    goDown(downMs);
  },
  'cut-head': ({ response }) => {
    endRaw(response, 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-le');
  },
  'bad-start': ({ response }) => {
    endRaw(response, 'HELLO, THIS IS NOT THE PROTOCOL YOU ARE LOOKING FOR\r\n\r\n');
  },
};

/** An answer at its way out. */
interface Outgoing extends FaultExit {
  readonly reply: WireReply;
}

type Delivery = (outgoing: Outgoing, told: FaultOptions) => void | Promise<void>;

/** The kinds that spoil how an answer is sent; the others are sent as they are. */
const DELIVERIES: Partial<Record<FaultKind, Delivery>> = {
  cut: ({ response, reply }) => {
    sendHead(response, reply);
  },
  reset: ({ response, reply }) => {
    sendHalf(response, reply, () => response.socket?.resetAndDestroy());
  },
  half: ({ response, reply }) => {
    sendHalf(response, reply);
  },
  'chunk-cut': sendChunksAndCut,
  'chunk-garbled': sendRaw((head, body) => [head({ 'transfer-encoding': 'chunked' }), 'zz\r\n', body]),
  length: sendWithLength,
  'double-length': sendRaw((head, body) => [
    withLine(head({ 'content-length': String(body.length) }), `content-length: ${body.length + LENGTH_DISAGREEMENT}`),
    body,
  ]),
  'invalid-header': sendRaw((head, body) => [
    withLine(head({ 'content-length': String(body.length) }), 'x-odd\u0001header without its colon'),
    body,
  ]),
  http10: sendRaw((head, body) => [head({}).replace('HTTP/1.1', 'HTTP/1.0'), body]),
  interim: sendAfterInterim,
  twice: (outgoing) => {
    sendMore(outgoing, joined([wholeHead(outgoing), outgoing.reply.body]));
  },
  'no-content': (outgoing) => {
    sendMore(outgoing, joined([outgoing.reply.body]));
  },
  'close-after': sendAndClose,
  slow: sendLate,
  'drip-head': dripHead,
  drip: dripBody,
  endless: sendEndlessly,
};

function cut({ response }: FaultExit): void {
  response.destroy();
}

function sendWhole({ response, reply }: Outgoing): void {
  send(response, reply);
}

type HeadWith = (extra: Readonly<Record<string, string>>) => string;
type RawParts = (head: HeadWith, body: Buffer) => readonly (string | Buffer)[];

/** Answers that no HTTP library would write; each ends the connection, as nothing after it could be trusted. */
function sendRaw(partsOf: RawParts): Delivery {
  return ({ response, reply }) => {
    const body = Buffer.from(hasBody(reply) ? reply.body : '');
    endRaw(response, joined(partsOf((extra) => headText(response, reply, { connection: 'close', ...extra }), body)));
  };
}

function joined(parts: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

function withLine(head: string, line: string): string {
  return head.replace(/\r\n\r\n$/, `\r\n${line}\r\n\r\n`);
}

/** Written past the library, which would mend it; the socket is gone with its last byte. */
function endRaw(response: ServerResponse, bytes: string | Buffer): void {
  response.socket?.write(bytes, () => response.destroy());
}

function wholeHead({ response, reply }: Outgoing): string {
  return headText(response, reply, { 'content-length': lengthOf(reply) });
}

function lengthOf(reply: WireReply): string {
  return String(Buffer.byteLength(reply.body));
}

/** Bytes that no request asked for follow the answer on a connection that stays open. */
function sendMore({ response, reply }: Outgoing, more: Buffer): void {
  // Kept, because an answer that was sent has let go of its connection.
  const { socket } = response;
  response.once('finish', () => socket?.write(more));
  send(response, reply);
}

function sendAndClose({ response, reply }: Outgoing): void {
  const { socket } = response;
  response.once('finish', () => socket?.end());
  send(response, reply);
}

function sendChunksAndCut({ response, reply }: Outgoing): void {
  response.writeHead(reply.status, { ...reply.headers, 'transfer-encoding': 'chunked' });
  const body = Buffer.from(reply.body);
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy());
}

function sendWithLength({ response, reply }: Outgoing, { by = 0 }: FaultOptions): void {
  const length = Math.max(0, Buffer.byteLength(reply.body) + by);
  response.writeHead(reply.status, { ...reply.headers, 'content-length': length });
  response.end(reply.body);
}

function sendAfterInterim({ response, reply }: Outgoing, { count = INTERIM_DEFAULT }: FaultOptions): void {
  for (let sent = 0; sent < count; sent += 1) {
    if (sent % 2 === 0) response.writeProcessing();
    else response.writeEarlyHints({ link: '</style.css>; rel=preload' });
  }
  send(response, reply);
}

async function sendLate({ response, reply, place, closing }: Outgoing, { delayMs = 0 }: FaultOptions): Promise<void> {
  // Before the effect the wait is over already: it came before the service heard of the call.
  if (place !== 'before') await pause(delayMs, undefined, { signal: closing });
  send(response, reply);
}

async function dripHead(outgoing: Outgoing, { delayMs = 0 }: FaultOptions): Promise<void> {
  const { response, reply, closing } = outgoing;
  const { socket } = response;
  const head = headText(response, reply, { 'content-length': lengthOf(reply), connection: 'close' });
  await drip(Buffer.from(head), { delayMs, closing, write: (piece) => socket?.write(piece) });
  endRaw(response, Buffer.from(reply.body));
}

async function dripBody({ response, reply, closing }: Outgoing, { delayMs = 0 }: FaultOptions): Promise<void> {
  response.writeHead(reply.status, { ...reply.headers, 'content-length': lengthOf(reply) });
  await drip(Buffer.from(reply.body), { delayMs, closing, write: (piece) => response.write(piece) });
  response.end();
}

interface Drip {
  readonly delayMs: number;
  readonly closing: AbortSignal;
  readonly write: (piece: Buffer) => void;
}

async function drip(bytes: Buffer, { delayMs, closing, write }: Drip): Promise<void> {
  const size = Math.max(1, Math.ceil(bytes.length / DRIP_PIECES));
  for (let start = 0; start < bytes.length; start += size) {
    if (start > 0) await pause(delayMs, undefined, { signal: closing });
    write(bytes.subarray(start, start + size));
  }
}

async function sendEndlessly(outgoing: Outgoing, { bytes = ENDLESS_BYTES }: FaultOptions): Promise<void> {
  const { response, reply, closing } = outgoing;
  response.writeHead(reply.status, { ...reply.headers, 'transfer-encoding': 'chunked' });
  const gone = happening(response, 'close');
  for (let sent = 0; sent < bytes && !response.destroyed && !closing.aborted; sent += ENDLESS_PIECE.length) {
    if (!response.write(ENDLESS_PIECE)) await Promise.race([happening(response, 'drain'), gone]);
  }
  response.end();
}

/** Waits for an event and never fails, as a client that goes away is no mistake here. */
function happening(response: ServerResponse, event: 'close' | 'drain'): Promise<void> {
  return new Promise((resolve) => {
    response.once(event, () => {
      resolve();
    });
  });
}

import { gzipSync } from 'node:zlib';
import type { FaultKind, FaultOptions, StruckFault } from './faults.js';
import { createRandom } from '../random.js';
import type { WireAnswer } from '../service.js';
import type { WireReply } from '../wire.js';

const HTML = { 'content-type': 'text/html; charset=utf-8' } as const;

/** What a proxy on the way might answer instead of the service. */
const GARBAGE: WireReply = {
  status: 200,
  headers: HTML,
  body: '<!DOCTYPE html><html><head><title>One moment</title></head><body><h1>We will be right back</h1></body></html>',
};

/** A proxy that got no answer itself. */
const ERROR_PAGE: WireReply = {
  status: 502,
  headers: HTML,
  body: '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>',
};

const HUGE_HEADER_BYTES = 256 * 1024;
const BOMB_BYTES = 64 * 1024 * 1024;
const NOISE_BYTES = 512;
const NOISE_SEED = 7;

/** The reply that a fault leaves to be sent, or undefined where the client reads no status at all. */
export function replyUnder(fault: StruckFault, answer: WireAnswer | undefined): WireReply | undefined {
  if (fault.place === 'silence' || hidesStatus(fault)) return undefined;
  if (fault.kind === 'status') {
    const right = fault.place === 'answer' ? answer : undefined;
    return {
      status: fault.status,
      headers: { ...(right?.headers ?? { 'content-type': 'text/plain' }), ...fault.headers },
      body: fault.body ?? right?.body ?? '',
    };
  }
  // Before the effect there is no answer of the service that could be spoilt.
  const right = answer ?? GARBAGE;
  return RESHAPES[fault.kind]?.(right, fault) ?? right;
}

/** Whether the client reads no status: the connection is gone before its line, or the line cannot be read. */
function hidesStatus(fault: Exclude<StruckFault, { place: 'silence' }>): boolean {
  if (fault.kind === 'cut' || fault.kind === 'reset') return fault.place !== 'answer';
  return fault.kind === 'down' || fault.kind === 'cut-head' || fault.kind === 'bad-start';
}

type Reshape = (right: WireReply, told: FaultOptions) => WireReply;

/** What becomes of the right answer; the kinds that are not here spoil only how it is sent. */
const RESHAPES: Partial<Record<FaultKind, Reshape>> = {
  garbage: () => GARBAGE,
  'error-page': () => ERROR_PAGE,
  redirect: (_right, { status = 302, location = '/' }) => ({ status, headers: { ...HTML, location }, body: '' }),
  'no-content': (right) => ({ ...right, status: 204 }),
  empty: (right) => ({ ...right, body: '' }),
  noise: (right) => ({ ...right, body: noise() }),
  type: (right, { contentType = '' }) => withHeader(right, 'content-type', contentType),
  charset: recode,
  'huge-header': (right, { bytes = HUGE_HEADER_BYTES }) => withHeader(right, 'x-huge', 'h'.repeat(bytes)),
  gzip: (right) => packed(right, gzipSync(right.body)),
  'gzip-broken': (right) => {
    const whole = gzipSync(right.body);
    return packed(right, whole.subarray(0, Math.floor(whole.length / 2)));
  },
  'gzip-label': (right) => packed(right, right.body),
  'gzip-bomb': (right, { bytes = BOMB_BYTES }) => packed(right, gzipSync(Buffer.alloc(bytes, ' '))),
};

function packed(right: WireReply, body: string | Buffer): WireReply {
  return { ...withHeader(right, 'content-encoding', 'gzip'), body };
}

function recode(right: WireReply, { encoding = 'latin1', label = 'utf-8' }: FaultOptions): WireReply {
  const type = headerOf(right, 'content-type').replace(/;.*$/, '');
  return {
    ...withHeader(right, 'content-type', `${type === '' ? 'text/plain' : type}; charset=${label}`),
    body: Buffer.from(right.body.toString(), encoding),
  };
}

function headerOf({ headers }: WireReply, name: string): string {
  return Object.entries(headers).find(([known]) => known.toLowerCase() === name)?.[1] ?? '';
}

/** The reply with one of its headers replaced, however that was written. */
function withHeader(right: WireReply, name: string, value: string): WireReply {
  const others = Object.entries(right.headers).filter(([known]) => known.toLowerCase() !== name);
  return { ...right, headers: { ...Object.fromEntries(others), [name]: value } };
}

function noise(): Buffer {
  const random = createRandom(NOISE_SEED);
  return Buffer.from(Array.from({ length: NOISE_BYTES }, () => Math.floor(random() * 256)));
}

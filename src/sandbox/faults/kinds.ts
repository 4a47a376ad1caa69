import type { FaultKind } from './faults.js';

/** What can be told of a fault beside its kind; an option that ends in `?` may be left out. */
interface KindNote {
  readonly options: readonly string[];
  /** What the client meets, for the documentation. */
  readonly meets: string;
}

/** Every kind of fault: the documentation and the reading of the control API both follow this table. */
export const FAULT_KINDS = {
  cut: {
    options: [],
    meets: 'The connection ends without a byte of the answer; in the answer: after the head.',
  },
  reset: {
    options: [],
    meets: 'The connection is reset (TCP RST) without a byte of the answer; in the answer: amid the body.',
  },
  down: {
    options: ['downMs'],
    meets:
      'This call is reset, every open connection is cut, and new ones are refused for `downMs` or until faults are cleared.',
  },
  'cut-head': { options: [], meets: 'Half of the head, then the end of the connection.' },
  half: { options: [], meets: 'The head and half of the announced body, then the end of the connection.' },
  'chunk-cut': { options: [], meets: 'A chunked body that ends with the connection and without the last chunk.' },
  'chunk-garbled': { options: [], meets: 'A chunked body with a chunk size that is no number.' },
  length: {
    options: ['by'],
    meets:
      'A Content-Length wrong by `by`: above 0 the client waits in vain, below 0 bytes are left on the connection.',
  },
  'double-length': { options: [], meets: 'Two Content-Length headers that disagree.' },
  'bad-start': { options: [], meets: 'A first line that is not HTTP.' },
  'invalid-header': {
    options: [],
    meets: 'A header line with a control character in its name and none of the colons.',
  },
  'huge-header': {
    options: ['bytes?'],
    meets: 'One header of `bytes` (256 KiB unless told) in an otherwise right answer.',
  },
  http10: { options: [], meets: 'An HTTP/1.0 answer without a length, ended by the connection.' },
  interim: {
    options: ['count?'],
    meets: '`count` (3 unless told) interim answers, 102 and 103, before the right one.',
  },
  twice: { options: [], meets: 'The right answer, and the same bytes once more on the open connection.' },
  'close-after': {
    options: [],
    meets: 'The right answer as if the connection stayed open, which then ends unannounced.',
  },
  status: {
    options: ['status', 'body?', 'headers?'],
    meets: 'Another status; in the answer with the right body, else with `body` (empty unless told) and `headers`.',
  },
  redirect: { options: ['location', 'status?'], meets: 'A redirect (302 unless told) to `location`.' },
  'no-content': { options: [], meets: 'A 204, against its meaning with the body behind it.' },
  empty: { options: [], meets: 'The right head with a body of no bytes.' },
  garbage: { options: [], meets: 'A 200 with an HTML page.' },
  'error-page': { options: [], meets: 'A 502 with the HTML page of a proxy.' },
  noise: { options: [], meets: 'The right head with random bytes for a body.' },
  type: { options: ['contentType'], meets: 'The right body under another Content-Type.' },
  charset: {
    options: ['encoding', 'label?'],
    meets: 'The right body in `utf-16le` or `latin1`, under the charset `label` (utf-8 unless told).',
  },
  gzip: { options: [], meets: 'The right body in gzip, though nobody asked for it.' },
  'gzip-broken': { options: [], meets: 'A gzip body that breaks off in the middle.' },
  'gzip-label': { options: [], meets: 'A plain body that claims to be gzip.' },
  'gzip-bomb': { options: ['bytes?'], meets: 'A small gzip body that becomes `bytes` (64 MiB unless told).' },
  slow: {
    options: ['delayMs'],
    meets: 'Nothing for `delayMs`, then the right answer; before the effect: the effect waits, too.',
  },
  'drip-head': { options: ['delayMs'], meets: 'The right answer, its head in sixteen pieces `delayMs` apart.' },
  drip: { options: ['delayMs'], meets: 'The right answer, its body in sixteen pieces `delayMs` apart.' },
  endless: { options: ['bytes?'], meets: 'A chunked body without end (1 GiB unless told), as fast as it is read.' },
} as const satisfies Record<FaultKind, KindNote>;

/** The names of all kinds. */
export const FAULT_KIND_NAMES = Object.keys(FAULT_KINDS).filter(isKind);

function isKind(name: string): name is FaultKind {
  return Object.hasOwn(FAULT_KINDS, name);
}

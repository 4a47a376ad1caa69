import type { FaultShape, FaultStroke } from './faults.js';
import { pick, type Random } from '../random.js';

/** Long enough to be noticed, short enough for a test that meets hundreds. */
const DELAY_MS = 20;

/** What a storm may bring; no kind among them keeps a client busy without end, that is what silence is for. */
const STORM_SHAPES: readonly FaultShape[] = [
  { kind: 'cut' },
  { kind: 'reset' },
  { kind: 'cut-head' },
  { kind: 'half' },
  { kind: 'chunk-cut' },
  { kind: 'chunk-garbled' },
  { kind: 'length', by: -1 },
  { kind: 'double-length' },
  { kind: 'bad-start' },
  { kind: 'invalid-header' },
  { kind: 'huge-header' },
  { kind: 'http10' },
  { kind: 'interim' },
  { kind: 'twice' },
  { kind: 'close-after' },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 502 },
  { kind: 'status', status: 503 },
  { kind: 'redirect', location: 'http://elsewhere.invalid/' },
  { kind: 'no-content' },
  { kind: 'empty' },
  { kind: 'garbage' },
  { kind: 'error-page' },
  { kind: 'noise' },
  { kind: 'type', contentType: 'text/html' },
  { kind: 'charset', encoding: 'utf-16le' },
  { kind: 'gzip' },
  { kind: 'gzip-broken' },
  { kind: 'gzip-label' },
  { kind: 'slow', delayMs: DELAY_MS },
  { kind: 'drip-head', delayMs: 1 },
  { kind: 'drip', delayMs: 1 },
];

const PLACES = ['before', 'after', 'answer', 'silence'] as const;

/** Draws one stroke: each place as likely as the others, and each kind. */
export function drawStroke(random: Random): FaultStroke {
  const place = pick(PLACES, random);
  if (place === 'silence') return { place, applied: random() < 0.5 };
  return { place, ...pick(STORM_SHAPES, random) };
}

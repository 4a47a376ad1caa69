import type { Style } from '../../commands/output/style.js';
import type { OrderStage } from '../../domain/order-state.js';

/** What the live view shows at one moment. */
export interface Scene {
  readonly runningForMs: number;
  /** Orders in Houzz, and how many of them nobody imports. */
  readonly placed: number;
  readonly leftAlone: number;
  readonly stages: ReadonlyMap<OrderStage | 'failed', number>;
  /** Calls left in this window of the simulated TradeGecko; null before the first. */
  readonly quotaLeft: number | null;
  readonly quotaLimit: number;
  /** Oldest first. */
  readonly events: readonly string[];
  /** What the judge said when everything was at rest; empty while something moves. */
  readonly verdict: string;
  /** What stands in the way of looking, such as a server that does not answer; empty for nothing. */
  readonly trouble: string;
}

const COLUMNS = 80;

/** Stages in the order of an order's life, as people say them. */
const STAGE_WORDS: readonly (readonly [OrderStage | 'failed', string])[] = [
  ['importing', 'being imported'],
  ['held', 'held'],
  ['delivering', 'being delivered'],
  ['awaiting-shipment', 'waiting for the warehouse'],
  ['reporting-shipment', 'being reported'],
  ['completed', 'completed'],
  ['cancelling', 'being cancelled'],
  ['cancelled', 'cancelled'],
  ['needs-attention', 'need a person'],
  ['cancel-unresolved', 'cancelled too late, need a decision'],
  ['failed', 'failed'],
];

/** Stages that are shown also when nobody is there. */
const ALWAYS: readonly string[] = ['delivering', 'awaiting-shipment', 'completed', 'cancelled'];

/** The lines of the view, each within 80 columns. */
export function sceneLines(scene: Scene, style: Style): readonly string[] {
  const { placed, leftAlone, quotaLeft, quotaLimit, events, verdict, trouble } = scene;
  const shown = STAGE_WORDS.filter(([stage]) => ALWAYS.includes(stage) || (scene.stages.get(stage) ?? 0) > 0);
  const stages = shown.map(([stage, words]) => [String(scene.stages.get(stage) ?? 0), words, stage] as const);
  const quota = quotaLeft === null ? 'not used yet' : `${quotaLeft} of ${quotaLimit} calls left in this window`;
  return [
    fit(`Orders  ${placed} in Houzz, ${leftAlone} of them not to be imported; running ${ago(scene.runningForMs)}`),
    ...stages.map(([count, words, stage]) => markStage(stage, style)(fit(`${count.padStart(6)}  ${words}`))),
    fit(`Quota   TradeGecko: ${quota}`),
    style.bold('Last events'),
    ...(events.length === 0 ? [style.dim('  none yet')] : events.map((event) => fit(`  ${event}`))),
    ...(verdict === '' ? [] : [style.good(fit(verdict))]),
    ...(trouble === '' ? [] : [style.bad(fit(trouble))]),
  ];
}

function markStage(stage: string, style: Style): (text: string) => string {
  if (stage === 'failed') return style.bad;
  return stage === 'needs-attention' || stage === 'cancel-unresolved' ? style.warn : (text) => text;
}

/** One line for a log: the counts alone. */
export function sceneSentence({ placed, stages, quotaLeft, verdict, trouble }: Scene): string {
  const counts = STAGE_WORDS.flatMap(([stage, words]) => {
    const count = stages.get(stage) ?? 0;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  const quota = quotaLeft === null ? [] : [`quota left ${quotaLeft}`];
  const ends = [verdict, trouble].filter((text) => text !== '');
  return [[`${placed} orders`, ...counts, ...quota].join(', '), ...ends].join('. ');
}

function fit(line: string): string {
  return line.length <= COLUMNS ? line : `${line.slice(0, COLUMNS - 1)}…`;
}

function ago(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

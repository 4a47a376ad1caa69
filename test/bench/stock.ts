import { performance } from 'node:perf_hooks';
import { openBridge, type Bridge } from '../support/bridge.js';
import { withStockSchedule, type CompareStock } from '../support/stock.js';
import { closeTestTemporal } from '../support/temporal.js';
import { closeSharedOrderWorker } from '../support/workers.js';
import { sizeOf, type Bench, type BenchSettings, type Figure } from './bench.js';

const SKUS = 100_000;
const LIMIT = 300;
const SHARE = LIMIT / 5;
const PAGE_SIZE = 250;
/** The real window has 300 s; here it has 10, so that a bench ends: minutes of a real walk are told as windows times five. */
const WINDOW_MS = 10_000;
const REAL_WINDOW_MINUTES = 5;
const WALK_MS_MAX = 600_000;

/** A walk through a hundred thousand SKUs: calls, the share of the quota, time and memory. */
export const STOCK_BENCH: Bench = {
  name: 'stock',
  about: `a comparison of ${SKUS} SKUs within a fifth of the quota, in windows of ${WINDOW_MS / 1_000} s instead of 300 s`,
  async measure(settings) {
    const skus = sizeOf(SKUS, settings);
    settings.say(`Filling a world with ${skus} SKUs.`);
    const quota = { limit: LIMIT, windowMs: WINDOW_MS };
    const bridge = await openBridge({ stock: {}, skus, quota });
    try {
      const figures: Figure[] = [];
      const measure = async (compare: CompareStock): Promise<void> => {
        figures.push(...(await measureWalk({ bridge, skus, compare, say: settings.say })));
      };
      await withStockSchedule(bridge, { timeoutMs: WALK_MS_MAX }, measure);
      return figures;
    } finally {
      await bridge.close();
      await closeSharedOrderWorker();
      await closeTestTemporal();
    }
  },
};

interface Walk extends Pick<BenchSettings, 'say'> {
  readonly bridge: Bridge;
  readonly skus: number;
  readonly compare: CompareStock;
}

async function measureWalk({ bridge, skus, compare, say }: Walk): Promise<readonly Figure[]> {
  say('Walking through it.');
  const heapBefore = process.memoryUsage().rss;
  const startedMs = performance.now();
  const result = await compare({ guard: { zeroShare: 100, zeroMin: skus, itemsShare: 0 } });
  const tookMs = performance.now() - startedMs;
  if (result.items < skus) throw new Error(`${result.items} of ${skus} items were read.`);
  const calls = (await bridge.calls('tradegecko', 'GET /variants')).length;
  const left = (await bridge.calls('tradegecko')).map(({ quotaRemaining }) => quotaRemaining ?? LIMIT);
  // What is left of a window only falls, until the next one begins.
  const windows = left.filter((remaining, index) => remaining > (left[index - 1] ?? 0)).length;
  return [
    { name: 'calls of the walk', unit: 'calls', values: [calls], promise: { atMost: skus / PAGE_SIZE + windows } },
    {
      name: 'most calls in one window',
      unit: 'calls',
      values: [LIMIT - Math.min(LIMIT, ...left)],
      promise: { atMost: SHARE },
    },
    { name: 'time, in short windows', unit: 's', values: [tookMs / 1_000] },
    { name: 'time, in windows of five minutes', unit: 'min', values: [windows * REAL_WINDOW_MINUTES] },
    {
      name: 'memory gained, the simulators included',
      unit: 'MB',
      values: [(process.memoryUsage().rss - heapBefore) / 2 ** 20],
    },
    { name: 'result', unit: 'kB', values: [JSON.stringify(result).length / 1_024] },
  ];
}

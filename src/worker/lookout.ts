import type { HealthSettings } from '../config/worker.js';
import type { Fleet } from './fleet.js';
import { serveHealth } from './health-server.js';
import { reportHealth, type HealthReport } from './health.js';
import type { LiveConfig } from './live-config.js';
import { createMetrics, type Metrics } from './metrics.js';
import { createSweepBook } from './sweeps-seen.js';
import type { TemporalWatch } from './temporal-watch.js';
import type { ActivityObserver } from './watch-activities.js';
import type { Workers } from './workers.js';

/** Everything that the lookout tells of, once it stands. */
export interface House {
  readonly address: string;
  readonly namespace: string;
  readonly watch: Pick<TemporalWatch, 'state'>;
  readonly fleet: Pick<Fleet, 'posts'>;
  readonly workers: Pick<Workers, 'underWay'>;
  readonly live: Pick<LiveConfig, 'health'>;
}

/** Where the process can be looked into from outside, from its first moment on. */
export interface Lookout {
  readonly onCall: Metrics['onCall'];
  readonly onActivity: ActivityObserver;
  /** From now on the house is told of. */
  show(house: House): void;
  close(): void;
}

export interface LookoutOptions {
  readonly settings: HealthSettings | null;
  /** The configuration that is read at the start. */
  readonly file: string;
  readonly isDraining: () => boolean;
  /** Text that Temporal's own parts have for Prometheus. */
  readonly coreMetrics: () => Promise<string>;
  readonly say: (line: string) => void;
}

/** Opens the lookout; without settings it counts and serves nobody. */
export async function openLookout(options: LookoutOptions): Promise<Lookout> {
  const { settings, file, isDraining, coreMetrics, say } = options;
  const startedAt = new Date().toISOString();
  const metrics = createMetrics();
  const sweeps = createSweepBook();
  let house: House | undefined;
  const health = (): HealthReport =>
    reportHealth({
      phase: isDraining() ? 'draining' : house === undefined ? 'starting' : 'working',
      startedAt,
      temporal: house === undefined ? null : temporalOf(house),
      configuration: house?.live.health() ?? { file, readAt: startedAt, problem: null },
      posts: house?.fleet.posts() ?? [],
      underWay: (id) => house?.workers.underWay(id) ?? 0,
      sweepsOf: sweeps.of,
    });
  const pages = {
    health,
    metrics: async () => ({
      contentType: metrics.contentType,
      text: [await metrics.text(health()), await coreMetrics()].join('\n'),
    }),
  };
  const server = settings === null ? undefined : await serveHealth(settings, pages, say);
  return {
    onCall: metrics.onCall,
    onActivity(activity) {
      metrics.onActivity(activity);
      sweeps.note(activity);
    },
    show(standing) {
      house = standing;
    },
    close() {
      server?.close();
    },
  };
}

const temporalOf = ({ address, namespace, watch }: House): HealthReport['temporal'] => ({
  address,
  namespace,
  ...watch.state(),
});

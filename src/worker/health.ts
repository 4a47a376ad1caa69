import type { ConnectionId } from '../domain/ids.js';
import type { Post, Standing } from './fleet.js';
import type { SweepsSeen } from './sweeps-seen.js';
import type { Reachability } from './temporal-watch.js';

/** How this process does, as `/healthz` tells it. Holds no secret and nothing about orders or people. */
export interface HealthReport {
  readonly status: 'ok' | 'starting' | 'draining' | 'unwell';
  /** Why it is unwell, one sentence each. */
  readonly problems: readonly string[];
  readonly startedAt: string;
  readonly temporal: (Reachability & { readonly address: string; readonly namespace: string }) | null;
  readonly configuration: ConfigurationHealth;
  readonly connections: readonly ConnectionHealth[];
}

/** What is in force, and whether the file says something else that cannot be used. */
export interface ConfigurationHealth {
  readonly file: string;
  readonly readAt: string;
  /** What was wrong with the file when it was last read; then the settings before are still in force. */
  readonly problem: string | null;
}

/** How one connection does in this process. */
export interface ConnectionHealth {
  readonly id: ConnectionId;
  readonly standing: Standing;
  readonly since: string;
  readonly why: string;
  /** Pieces of work that this process has under way for it. */
  readonly underWay: number;
  /** Of the order system's calls; null while nothing is known of a window. */
  readonly quota: { readonly remaining: number; readonly limit: number | null; readonly resetsInMs: number } | null;
  /** Pieces of work that may call the order system now, and those that wait for quota. */
  readonly slots: { readonly open: number; readonly waiting: number };
  /** The latest that ended in this process; null for none since it started. */
  readonly lastSweeps: SweepsSeen;
}

/** What a report is made from. */
export interface HealthSources {
  readonly phase: 'starting' | 'working' | 'draining';
  readonly startedAt: string;
  readonly temporal: HealthReport['temporal'];
  readonly configuration: ConfigurationHealth;
  readonly posts: readonly Post[];
  readonly underWay: (id: ConnectionId) => number;
  readonly sweepsOf: (id: ConnectionId) => SweepsSeen;
}

/**
 * Makes a report. Unwell is only what keeps this process from doing its part: a service that does not answer, refused
 * credentials and a spent quota are told as well, but to start the process again would mend none of them.
 */
export function reportHealth(sources: HealthSources): HealthReport {
  const { phase, startedAt, temporal, configuration, posts } = sources;
  const problems = [
    ...(temporal?.isReachable === false ? [`Temporal does not answer since ${temporal.since}.`] : []),
    ...posts
      .filter(({ standing }) => standing === 'failed' || standing === 'stuck')
      .map(({ config: { id }, standing, why }) => `Connection ${id} is ${standing}: ${why}`),
  ];
  return {
    status: phase !== 'working' ? phase : problems.length === 0 ? 'ok' : 'unwell',
    problems,
    startedAt,
    temporal,
    configuration,
    connections: posts.map((post) => connectionHealth(post, sources)),
  };
}

function connectionHealth(post: Post, { underWay, sweepsOf }: HealthSources): ConnectionHealth {
  const { config, standing, since, why, connection } = post;
  const {
    remaining = null,
    limit = null,
    resetsInMs = null,
    openSlots = 0,
    waiting = 0,
  } = connection?.quota.snapshot() ?? {};
  return {
    id: config.id,
    standing,
    since,
    why,
    underWay: underWay(config.id),
    quota: remaining === null || resetsInMs === null ? null : { remaining, limit, resetsInMs },
    slots: { open: openSlots, waiting },
    lastSweeps: sweepsOf(config.id),
  };
}

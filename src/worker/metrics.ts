import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { CallObserver } from '../clients/observe.js';
import type { ConnectionId } from '../domain/ids.js';
import type { ConnectionHealth, HealthReport } from './health.js';
import { SWEEPS } from './sweeps-seen.js';
import type { ActivityObserver } from './watch-activities.js';

/** What this process counts, for Prometheus. Labels name connections, services and kinds of work: never an order or a person. */
export interface Metrics {
  readonly contentType: string;
  readonly onCall: (connection: ConnectionId) => CallObserver;
  readonly onActivity: ActivityObserver;
  /** Everything as text, with the standing that the report tells. */
  text(report: HealthReport): Promise<string>;
}

/** Within a second most calls have ended; the slowest are cut off by the configured time-out. */
const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Makes the metrics of a process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const calls = new Counter({
    name: 'orderbridge_calls_total',
    help: 'Calls to a service that have ended, by their outcome.',
    labelNames: ['connection', 'service', 'operation', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'orderbridge_call_seconds',
    help: 'How long calls to a service took.',
    labelNames: ['service'],
    buckets: CALL_SECONDS,
    registers,
  });
  const activities = new Counter({
    name: 'orderbridge_activities_total',
    help: 'Pieces of work that have ended, by their outcome.',
    labelNames: ['connection', 'activity', 'outcome'],
    registers,
  });
  const standing = createStanding(registry);
  return {
    contentType: registry.contentType,
    onCall: (connection) => (call) => {
      const { service, operation, outcome, tookMs } = call;
      calls.inc({ connection, service, operation, outcome });
      if (outcome !== 'held-back') seconds.observe({ service }, tookMs / 1_000);
    },
    onActivity: ({ connection, activity, outcome }) => {
      activities.inc({ connection, activity, outcome });
    },
    text(report) {
      standing(report);
      return registry.metrics();
    },
  };
}

/** Gauges that are set when somebody looks; those of a connection that is gone go with it. */
function createStanding(registry: Registry): (report: HealthReport) => void {
  const gauge = (name: string, help: string, ...labelNames: readonly string[]): Gauge =>
    new Gauge({ name: `orderbridge_${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const reachable = gauge('temporal_reachable', 'Whether Temporal answers.');
  const refused = gauge('configuration_refused', 'Whether the file as it stands cannot be used.');
  const readAt = gauge('configuration_read_timestamp_seconds', 'When the settings in force were read.');
  const ofConnection = createConnectionGauges(gauge);
  return ({ temporal, configuration, connections }) => {
    reachable.set(temporal?.isReachable === true ? 1 : 0);
    refused.set(configuration.problem === null ? 0 : 1);
    readAt.set(Date.parse(configuration.readAt) / 1_000);
    ofConnection(connections);
  };
}

type MakeGauge = (name: string, help: string, ...labelNames: readonly string[]) => Gauge;

function createConnectionGauges(gauge: MakeGauge): (connections: readonly ConnectionHealth[]) => void {
  const state = gauge('connection_standing', 'Always 1; the label says how it stands.', 'connection', 'standing');
  const underWay = gauge('work_under_way', 'Pieces of work under way.', 'connection');
  const remaining = gauge('quota_remaining', 'Calls left in the window under way.', 'connection');
  const limit = gauge('quota_limit', 'Calls that a window gives.', 'connection');
  const slots = gauge('slots', 'Slots for work that calls the order system.', 'connection', 'state');
  const swept = gauge('last_sweep_timestamp_seconds', 'End of the latest good sweep.', 'connection', 'sweep');
  return (connections) => {
    for (const each of [state, underWay, remaining, limit, slots, swept]) each.reset();
    for (const { id: connection, quota, lastSweeps, ...now } of connections) {
      state.set({ connection, standing: now.standing }, 1);
      underWay.set({ connection }, now.underWay);
      if (quota !== null) remaining.set({ connection }, quota.remaining);
      if (typeof quota?.limit === 'number') limit.set({ connection }, quota.limit);
      slots.set({ connection, state: 'open' }, now.slots.open);
      slots.set({ connection, state: 'waiting' }, now.slots.waiting);
      for (const sweep of SWEEPS) {
        const last = lastSweeps[sweep];
        if (last?.outcome === 'ok') swept.set({ connection, sweep }, Date.parse(last.endedAt) / 1_000);
      }
    }
  };
}

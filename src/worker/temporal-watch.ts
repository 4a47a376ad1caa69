import type { NativeConnection } from '@temporalio/worker';
import { endsWithin } from './ends-within.js';

/** Whether Temporal answers, and since when that is so. */
export interface Reachability {
  readonly isReachable: boolean;
  /** ISO 8601 in UTC. */
  readonly since: string;
}

/** Looks after the connection to Temporal while the process runs. */
export interface TemporalWatch {
  state(): Reachability;
  stop(): void;
}

export interface TemporalWatchOptions {
  readonly native: Pick<NativeConnection, 'withDeadline' | 'workflowService'>;
  /** Told when it stops answering, with what was seen instead. */
  readonly onLost: (why: string) => void;
  /** Told when it answers again, with how long it did not. */
  readonly onBack: (goneMs: number) => void;
}

/** gRPC's codes for credentials that are not good enough. */
const REFUSALS: readonly unknown[] = [7, 16];
const REFUSED = 'It refuses the credentials of this worker.';
const LOOK_EVERY_MS = 3_000;
/** Generous, so that a busy machine is not taken for one that is away. */
const ANSWER_MAX_MS = 5_000;

/**
 * Watches a connection that stands. The Workers come back by themselves once Temporal does, but without a word of ours
 * nobody would know why nothing happens meanwhile.
 */
export function watchTemporal({ native, onLost, onBack }: TemporalWatchOptions): TemporalWatch {
  let isReachable = true;
  let sinceMs = Date.now();
  let isStopped = false;
  async function look(): Promise<void> {
    const fault = await faultOf(native);
    if (isStopped) return;
    const wasReachable = isReachable;
    isReachable = fault === undefined;
    if (isReachable !== wasReachable) {
      const lastedMs = Date.now() - sinceMs;
      sinceMs = Date.now();
      if (fault === undefined) onBack(lastedMs);
      else onLost(fault);
    }
    timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  }
  let timer = setTimeout(() => void look(), LOOK_EVERY_MS);
  return {
    state: () => ({ isReachable, since: new Date(sinceMs).toISOString() }),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** Why it does not answer; undefined when it does. */
async function faultOf(native: TemporalWatchOptions['native']): Promise<string | undefined> {
  try {
    const asked = native.withDeadline(Date.now() + ANSWER_MAX_MS, () => native.workflowService.getSystemInfo({}));
    if (await endsWithin(asked, ANSWER_MAX_MS)) return undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && REFUSALS.includes(error.code)) return REFUSED;
  }
  return `No good answer came within ${ANSWER_MAX_MS / 1_000} seconds.`;
}

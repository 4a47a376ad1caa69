import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory, WorkerInterceptors } from '@temporalio/worker';
import type { ConnectionId } from '../domain/ids.js';

/** One piece of work that has ended in this process. */
export interface ObservedActivity {
  readonly connection: ConnectionId;
  readonly activity: string;
  /** `ok`, `cancelled`, or what it failed with: the code of a service's refusal, or `failed`. */
  readonly outcome: string;
}

export type ActivityObserver = (activity: ObservedActivity) => void;

/** Tells the observer of each activity of a connection's Worker that has ended. */
export function watchActivities(connection: ConnectionId, onActivity: ActivityObserver): WorkerInterceptors {
  const watch: ActivityInterceptorsFactory = ({ info: { activityType } }) => ({
    inbound: {
      async execute(input, next) {
        const tell = (outcome: string): void => {
          onActivity({ connection, activity: activityType, outcome });
        };
        try {
          const result: unknown = await next(input);
          tell('ok');
          return result;
        } catch (error) {
          tell(outcomeOf(error));
          throw error;
        }
      },
    },
  });
  return { activity: [watch] };
}

function outcomeOf(error: unknown): string {
  if (error instanceof CancelledFailure) return 'cancelled';
  return error instanceof ApplicationFailure && typeof error.type === 'string' ? error.type : 'failed';
}

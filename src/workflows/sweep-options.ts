import type { ActivityOptions } from '@temporalio/workflow';

/**
 * A sweep may take long and is safe to repeat. It is tried a few times only: the schedule's next run does the same
 * work, and a failed run stands visibly in the list.
 */
export const SWEEP_OPTIONS: ActivityOptions = {
  startToCloseTimeout: '30m',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', maximumInterval: '1m', maximumAttempts: 5 },
};

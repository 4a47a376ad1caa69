import { setHandler } from '@temporalio/workflow';
import type { OrderState } from '../../domain/order-state.js';
import {
  CANCEL_DECISIONS,
  resolveAttentionUpdate,
  resolveCancellationUpdate,
  statusQuery,
  type OrderStatus,
} from '../../messages/order-messages.js';
import { checkCancelDecision } from './cancel-unresolved.js';
import { checkResolution, takeResolution } from './resolving.js';
import type { OrderRun } from './run.js';

/** How the order stands at the moment of a question. */
export interface Present {
  readonly state: () => OrderState;
  readonly status: () => OrderStatus;
}

/** Answers what a person asks of the order, and takes what needs an answer: updates are refused in words, not ignored. */
export function answerQuestions(present: Present, run: OrderRun): void {
  setHandler(statusQuery, present.status, {
    description: 'Where the order stands: stage, ids, lines, parcels, problem.',
  });
  answerAttention(present, run);
  answerCancellation(present, run);
}

function answerAttention({ state, status }: Present, run: OrderRun): void {
  setHandler(
    resolveAttentionUpdate,
    (payload) => {
      run.inbox.messages += 1;
      takeResolution(payload, state(), run);
      return status();
    },
    {
      description:
        'Corrects or decides: { "by": "your name", "why": "…" } with one of "address": { "city": "…" }, ' +
        '"line": { "sku": "…", "newSku": "…", "quantity": 1, "price": "1.00" }, "decision": "deliver-again"',
      validator: (payload: unknown) => {
        checkResolution(payload, state(), run);
      },
    },
  );
}

function answerCancellation({ state, status }: Present, run: OrderRun): void {
  setHandler(
    resolveCancellationUpdate,
    (resolution) => {
      run.decision = resolution;
      return status();
    },
    {
      description: `Ends an unresolved cancel: { "decision": "${CANCEL_DECISIONS.join('" or "')}", "by": "your name" }`,
      validator: (resolution: unknown) => {
        checkCancelDecision(state(), run, resolution);
      },
    },
  );
}

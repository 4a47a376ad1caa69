import { ApplicationFailure, setHandler } from '@temporalio/workflow';
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
import { readCancelDecision } from './typed-payloads.js';

/** How the order stands at the moment of a question. */
export interface Present {
  readonly state: () => OrderState;
  readonly status: () => OrderStatus;
}

/** Answers what a person asks of the order, and takes what needs an answer: updates are refused in words, not ignored. */
export function answerQuestions(present: Present, run: OrderRun): void {
  setHandler(statusQuery, present.status, {
    description: 'Where the order stands: stage, numbers, lines, parcels, problem and next step. Nothing to type.',
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
        'Corrects an order that needs attention, or decides about it: { "by": "your name", "why": "…" } and one of ' +
        '"address": { "city": "…" }, "line": { "sku": "…", "newSku": "…" }, "decision": "…". The details of the order ' +
        '(User Metadata) have the one to copy.',
      validator: (payload: unknown) => {
        inWords(() => {
          checkResolution(payload, state(), run);
        });
      },
    },
  );
}

function answerCancellation({ state, status }: Present, run: OrderRun): void {
  setHandler(
    resolveCancellationUpdate,
    (payload: unknown) => {
      run.decision = readCancelDecision(payload);
      return status();
    },
    {
      description:
        'Says what becomes of an order that could not be cancelled: { "decision": "…", "by": "your name" }, with one of ' +
        `${CANCEL_DECISIONS.join(', ')}.`,
      validator: (payload: unknown) => {
        inWords(() => {
          checkCancelDecision(state(), run, payload);
        });
      },
    },
  );
}

/** Refuses in words alone: the Web UI would show a stack to whoever typed, and it says nothing to them. */
function inWords(check: () => void): void {
  try {
    check();
  } catch (error) {
    const refusal = ApplicationFailure.nonRetryable(error instanceof Error ? error.message : 'It cannot be taken now.');
    refusal.stack = '';
    throw refusal;
  }
}

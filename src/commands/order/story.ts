import type { Client, WorkflowHandle } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { messageWords, refusalWords, type Fields } from './story-words.js';

/** One thing that happened to an order, as a sentence without personal data. */
export interface StoryEntry {
  /** ISO 8601 in UTC. */
  readonly at: string;
  readonly what: string;
}

/** A time that an order waits for. */
export interface OpenTimer {
  /** In the words of its workflow. */
  readonly what: string;
  /** ISO 8601 in UTC. */
  readonly until: string;
}

/** What a history tells of an order. */
export interface Story {
  /** Oldest first. */
  readonly entries: readonly StoryEntry[];
  readonly timers: readonly OpenTimer[];
}

type HistoryEvent = NonNullable<Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']>[number];

/** What an order's history says of an activity before it ends. */
interface Step {
  readonly words: string;
  tries: number;
}

/** Reads what happened to an order; empty where its history cannot be read any longer. */
export async function readStory(client: Client, workflowId: string, runId: string): Promise<Story> {
  const history = await client.workflow
    .getHandle(workflowId, runId)
    .fetchHistory()
    .catch(() => undefined);
  const events = history?.events ?? [];
  return { entries: storyOf(events), timers: openTimersOf(events) };
}

/** The timers that run at the end of a history. */
export function openTimersOf(events: readonly HistoryEvent[]): readonly OpenTimer[] {
  const timers = new Map<string, OpenTimer>();
  for (const event of events) {
    const started = event.timerStartedEventAttributes;
    const ended = event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes;
    const summary = read(event.userMetadata?.summary);
    if (started && typeof summary === 'string') {
      const untilMs = Date.parse(instantOf(event)) + Number(started.startToFireTimeout?.seconds ?? 0) * 1_000;
      timers.set(String(event.eventId), { what: summary, until: new Date(untilMs).toISOString() });
    } else if (ended) timers.delete(String(ended.startedEventId));
    // An order that has ended waits for nothing any more, whatever still ran.
    else if (endWords(event) !== undefined) timers.clear();
  }
  return [...timers.values()];
}

/** Puts a history into sentences; events that only Temporal itself cares for are passed over. */
export function storyOf(events: readonly HistoryEvent[]): readonly StoryEntry[] {
  const steps = new Map<string, Step>();
  return events.flatMap((event) => {
    const what = stepWords(event, steps) ?? messageEventWords(event) ?? endWords(event) ?? stageWords(event);
    if (what === undefined) return [];
    return [{ at: instantOf(event), what }];
  });
}

/** Seconds come as the API's own long integers from a server, and as numbers from a file. */
const instantOf = ({ eventTime }: HistoryEvent): string =>
  new Date(Number(eventTime?.seconds ?? 0) * 1_000 + Math.floor((eventTime?.nanos ?? 0) / 1e6)).toISOString();

/** The calls of an order in the words of its own workflow. */
function stepWords(event: HistoryEvent, steps: Map<string, Step>): string | undefined {
  const scheduled = event.activityTaskScheduledEventAttributes;
  if (scheduled) {
    const summary = read(event.userMetadata?.summary);
    const words = typeof summary === 'string' ? summary : (scheduled.activityType?.name ?? 'A step');
    steps.set(String(event.eventId), { words, tries: 1 });
    return undefined;
  }
  const started = event.activityTaskStartedEventAttributes;
  const ended =
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes ??
    event.activityTaskCanceledEventAttributes;
  const step = steps.get(String((started ?? ended)?.scheduledEventId));
  if (step === undefined) return undefined;
  if (started) step.tries = started.attempt ?? 1;
  if (!ended) return undefined;
  const words = step.words.replace(/\.$/, '');
  const completed = event.activityTaskCompletedEventAttributes;
  if (completed) {
    const no = refusalWords(fieldsOf(read(completed.result?.payloads?.[0])));
    return `${words}${step.tries > 1 ? ` (${step.tries} tries)` : ''}${no === undefined ? '.' : `: ${no}`}`;
  }
  if (event.activityTaskCanceledEventAttributes) return `${words}: withdrawn.`;
  const failure = event.activityTaskFailedEventAttributes?.failure?.message;
  return `${words}: failed${failure ? ` (${failure})` : ''}.`;
}

function messageEventWords(event: HistoryEvent): string | undefined {
  const started = event.workflowExecutionStartedEventAttributes;
  if (started) {
    return started.continuedExecutionRunId ? 'Went on in a new run of its workflow.' : 'Imported from Houzz.';
  }
  if (event.workflowExecutionCancelRequestedEventAttributes) return 'Its cancellation was requested in Temporal.';
  const signalled = event.workflowExecutionSignaledEventAttributes;
  if (signalled) return messageWords(signalled.signalName ?? '', fieldsOf(read(signalled.input?.payloads?.[0])));
  const input = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input;
  return input ? messageWords(input.name ?? '', fieldsOf(read(input.args?.payloads?.[0]))) : undefined;
}

function stageWords(event: HistoryEvent): string | undefined {
  const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
  if (!fields) return undefined;
  const [stage, reason, salesOrder] = ['OrderStage', 'AttentionReason', 'SalesOrderId'].map((name) => {
    const value = read(fields[name]);
    return typeof value === 'string' ? value : undefined;
  });
  const parts = [
    ...(salesOrder === undefined ? [] : [`sales order ${salesOrder} stands`]),
    ...(stage === undefined ? [] : [`the order is now at ${stage}`]),
    ...(reason === undefined ? [] : [`because of ${reason}`]),
  ];
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  return `${first.charAt(0).toUpperCase()}${[first.slice(1), ...others].join(', ')}.`;
}

function endWords(event: HistoryEvent): string | undefined {
  const completed = event.workflowExecutionCompletedEventAttributes;
  if (completed) {
    const outcome = fieldsOf(read(completed.result?.payloads?.[0])).get('outcome');
    return outcome === 'cancelled' ? 'Cancelled: no live sales order stands.' : 'Completed: shipped and reported.';
  }
  if (event.workflowExecutionCanceledEventAttributes) return 'Cancelled on request: no live sales order stands.';
  if (event.workflowExecutionTerminatedEventAttributes) return 'Ended by force in Temporal: nothing was undone.';
  if (event.workflowExecutionFailedEventAttributes) return 'Ended by a mistake in this program.';
  return undefined;
}

/** What is encoded by a codec that is not at hand stays unread. */
function read(payload: Payload | null | undefined): unknown {
  if (!payload) return undefined;
  try {
    return defaultPayloadConverter.fromPayload(payload);
  } catch {
    return undefined;
  }
}

const fieldsOf = (value: unknown): Fields =>
  new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);

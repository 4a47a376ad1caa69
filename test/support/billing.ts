import type { temporal } from '@temporalio/proto';

type History = temporal.api.history.v1.IHistory;
type Event = temporal.api.history.v1.IHistoryEvent;

/**
 * Billable actions of a run, counted from its history by one table of event types: the start, each try of an activity,
 * each workflow task that recorded local activities, each timer, signal, accepted update and upsert of search attributes.
 */
export function billableActions(history: History): number {
  const events = history.events ?? [];
  const localTasks = new Set(
    events
      .map((event) => event.markerRecordedEventAttributes)
      .filter((marker) => marker?.markerName === 'core_local_activity')
      .map((marker) => String(marker?.workflowTaskCompletedEventId)),
  );
  return localTasks.size + events.reduce((sum, event) => sum + actionsOf(event), 0);
}

function actionsOf(event: Event): number {
  if (event.workflowExecutionStartedEventAttributes) return 1;
  if (event.activityTaskStartedEventAttributes) return event.activityTaskStartedEventAttributes.attempt ?? 1;
  if (event.timerStartedEventAttributes) return 1;
  if (event.workflowExecutionSignaledEventAttributes) return 1;
  if (event.workflowExecutionUpdateAcceptedEventAttributes) return 1;
  if (event.upsertWorkflowSearchAttributesEventAttributes) return isVersionNote(event) ? 0 : 1;
  return 0;
}

function isVersionNote(event: Event): boolean {
  const fields = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields ?? {};
  return Object.keys(fields).every((name) => name === 'TemporalChangeVersion');
}

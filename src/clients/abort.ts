/** What to throw when whoever asked gave up: their own reason, because the asker recognises its own cancellation by it. */
export function abortReasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  if (reason instanceof Error) return reason;
  const error = new Error('The call was given up by whoever asked for it.');
  error.name = 'AbortError';
  return error;
}

import type { ApiErrorDetails } from '../ports/api-error.js';
import type { HttpAnswer } from './http.js';

/** Whether an answer asks for Basic authentication, which stands before a service and is none of its own refusals. */
export function asksForBasic({ status, headers }: HttpAnswer): boolean {
  return status === 401 && /(?:^|,)\s*basic\b/i.test(headers['www-authenticate'] ?? '');
}

/** Stands for the host that answered, where a redirect names none. */
const HERE = 'http://here.invalid';

/** Says where a redirect points to: its host alone, since the rest may hold anything. */
export function describeRedirect(
  { status, headers }: HttpAnswer,
  section: string,
): Pick<ApiErrorDetails, 'what' | 'next'> {
  const location = headers['location'] ?? '';
  const { host } = URL.canParse(location, HERE) ? new URL(location, HERE) : new URL(HERE);
  const where = host === new URL(HERE).host ? 'another place on the same host' : host;
  const what = `the answer is a redirect to ${where} (status ${status}), which is not followed`;
  return { what, next: `Check ${section}.baseUrl.` };
}

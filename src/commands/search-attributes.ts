import { SEARCH_ATTRIBUTE_NAMES } from '../messages/search-attributes.js';
import { CommandError } from './command-error.js';
import { EXIT } from './exit-codes.js';
import type { TemporalLink } from './temporal-connection.js';

// The number of Temporal's "Keyword" in its operator API.
const KEYWORD = 2;

/** The search attributes that the namespace does not know yet. */
export async function missingSearchAttributes({ connection, namespace }: TemporalLink): Promise<readonly string[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return SEARCH_ATTRIBUTE_NAMES.filter((name) => !Object.hasOwn(customAttributes, name));
}

/** Registers what is missing and returns those names; needs the right to change the namespace. */
export async function registerSearchAttributes(link: TemporalLink): Promise<readonly string[]> {
  const missing = await missingSearchAttributes(link);
  if (missing.length === 0) return missing;
  const searchAttributes = Object.fromEntries(missing.map((name) => [name, KEYWORD]));
  const { connection, namespace } = link;
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (error) {
    // Another start may have been quicker, which is as good.
    if ((await missingSearchAttributes(link)).length > 0) throw registrationError(namespace, missing, error);
  }
  return missing;
}

function registrationError(namespace: string, missing: readonly string[], cause: unknown): CommandError {
  const explanation = {
    what: `The namespace "${namespace}" lacks search attributes, and they could not be registered.`,
    why: `Missing, all of type Keyword: ${missing.join(', ')}. This login may not change the namespace, or it is full.`,
    next: 'Have someone with that right add them, then run "orderbridge start" again.',
  };
  return new CommandError(EXIT.needsPerson, explanation, cause);
}

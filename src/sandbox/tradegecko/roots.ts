import { badRequest } from './answers.js';
import type { Fields } from './body.js';
import { isFields } from './body.js';

/** The record of a write: under its singular root, or bare, as Rails wraps parameters by itself. */
export function requireRoot(body: Fields, root: string): Fields {
  const sent = body[root];
  if (isFields(sent)) return sent;
  // A record under another root is no bare record: that was answered with the root's name.
  const isBare = sent === undefined && Object.values(body).some((value) => value !== undefined && !isFields(value));
  if (!isBare) throw badRequest(`Required parameter missing: ${root}`);
  return body;
}

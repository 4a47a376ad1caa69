import { badRequest } from './answers.js';
import type { Fields } from './body.js';
import { isFields } from './body.js';

/** The record under its singular root, as every write must send it. */
export function requireRoot(body: Fields, root: string): Fields {
  const sent = body[root];
  if (!isFields(sent)) throw badRequest(`Required parameter missing: ${root}`);
  return sent;
}

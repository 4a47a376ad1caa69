import { z } from 'zod';

/** A scalar that a service may write as a text, a number, a boolean or null, or leave out: read as a trimmed text. */
export const looseText = z
  .union([z.string(), z.number(), z.boolean(), z.null()])
  .optional()
  .transform((value) => (value === undefined || value === null ? '' : String(value).trim()));

/** A scalar that must be there. */
export const requiredText = looseText.refine((text) => text !== '', { message: 'is missing' });

/** A flag that a service may write as a boolean or in words; undefined when it says nothing of it. */
export const looseFlag = looseText.transform((text) => {
  const word = text.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
});

/** Says where a value is not as expected and in which way, never what the value was: it may be personal. */
export function whereItFails(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return 'the answer is not as expected';
  const path = issue.path.map(String).join('.');
  // Only messages of our own schemas reach here beside zod's; zod's default for a wrong type names types only.
  const how = issue.code === 'custom' ? issue.message : `is not as expected (${issue.code})`;
  return `${path === '' ? 'the answer' : path} ${how}`;
}

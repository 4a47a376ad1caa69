import { z } from 'zod';

/** How the parts of a run hear of what they share. */
const VARIABLE = 'ORDERBRIDGE_TEST_SHARED';

const sharedSchema = z.object({
  /** The one server. */
  address: z.string(),
  uiUrl: z.string(),
  /** The program as it was built for the run, with the one bundle. */
  programFolder: z.string(),
});

/** One server and one build, for all parts of a test run. */
export type SharedByParts = z.output<typeof sharedSchema>;

/** What the run has made for this part of it; undefined where only some files are run. */
export function sharedByParts(): SharedByParts | undefined {
  const text = process.env[VARIABLE];
  return text === undefined ? undefined : sharedSchema.parse(JSON.parse(text));
}

/** The environment in which a part finds it. */
export const envOf = (shared: SharedByParts): Readonly<Record<string, string>> => ({
  [VARIABLE]: JSON.stringify(shared),
});

/** How often a command looks whether what it waits for has come. */
export const LOOK_EVERY_MS = 250;

/** The longest that Temporal may take to answer one question. */
export const CALL_LIMIT_MS = 10_000;

/** Unpacked. A page of 1,000 orders or 250 variants takes one or two million; beyond ten times that it is no page. */
export const ANSWER_BYTES_MAX = 20 * 1024 * 1024;

/** Above every order or listing a client writes. */
export const BODY_BYTES_MAX = 1024 * 1024;

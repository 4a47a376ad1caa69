import type { Explanation } from '../command-error.js';

/** An error in three lines (more only where the reason itself is a list): what, why, next. */
export function renderError({ what, why, next }: Explanation): string {
  return `Error: ${what}\n  why:  ${why.replaceAll('\n', '\n        ')}\n  next: ${next}\n`;
}

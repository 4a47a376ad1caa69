/** Writes a text on one line: line breaks, control characters and broken characters become single spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cs}]+/gu, ' ').trim();
}

/** The beginning of a text, and what is left of it. */
interface CutText {
  readonly head: string;
  readonly rest: string;
  /** Whether a word had to be cut, because it alone is too long. */
  readonly isWordBroken: boolean;
}

/** Cuts a text on one line after at most `charactersMax` characters, between two words where that is possible. */
export function cutText(text: string, charactersMax: number): CutText {
  // By code points: cut between the halves of a character, a text is none.
  const characters = Array.from(text);
  if (characters.length <= charactersMax) return { head: text, rest: '', isWordBroken: false };
  const gap = characters.lastIndexOf(' ', charactersMax);
  const end = gap > 0 ? gap : charactersMax;
  const rest = characters.slice(end).join('').trim();
  return { head: characters.slice(0, end).join(''), rest, isWordBroken: gap <= 0 };
}

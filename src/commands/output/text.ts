/** The widest line ever printed. */
export const COLUMNS = 80;

/** Breaks a text into lines no wider than asked; a single word that is wider is cut apart. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(/ +/).flatMap((whole) => pieces(whole, width))) {
      const joined = line === '' ? word : `${line} ${word}`;
      if (joined.length > width) {
        lines.push(line);
        line = word;
      } else line = joined;
    }
    lines.push(line);
  }
  return lines;
}

function pieces(word: string, width: number): readonly string[] {
  if (word.length <= width) return [word];
  return word.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [word];
}

/** A count with its noun. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** An instant as a person reads it: UTC, to the minute. */
export function shortInstant(iso: string): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 16)}` : iso;
}

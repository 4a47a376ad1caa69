/** One call of a program, as a shell reads it. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
}

/** A word may hold a `#`; one that begins with it is a comment. */
const WORD = /(?!#)(?:[^\s"'\\|&;()]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/y;
const BETWEEN = /\s+|&&|\|\||[|;&]/y;

/** Reads a line of the kind that stands in documents: words, quotes, pipes, a comment at its end. */
export function readCalls(line: string): readonly Call[] {
  // What is evaluated is what a program prints: that program is the call.
  const inner = /^eval "\$\((.*)\)"$/.exec(line.replace(/\s+#\s.*$/, ''))?.[1];
  return wordsOf(inner ?? line).flatMap((words) => {
    const [program, ...args] = words.slice(words.findIndex((word) => !/^[A-Z_][A-Z0-9_]*=/.test(word)));
    return program === undefined ? [] : [{ program, args }];
  });
}

/** The words of each call on the line. */
function wordsOf(line: string): readonly (readonly string[])[] {
  const calls: string[][] = [[]];
  let at = 0;
  while (at < line.length) {
    const between = matchAt(BETWEEN, line, at);
    const word = between === '' ? matchAt(WORD, line, at) : '';
    if (between === '' && word === '') break;
    if (word !== '') calls.at(-1)?.push(unquoted(word));
    else if (between.trim() !== '') calls.push([]);
    at += between.length + word.length;
  }
  return calls.filter((words) => words.length > 0);
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function unquoted(word: string): string {
  return word.replaceAll(
    /"((?:[^"\\]|\\.)*)"|'([^']*)'/g,
    (_, double?: string, single?: string) => double ?? single ?? '',
  );
}

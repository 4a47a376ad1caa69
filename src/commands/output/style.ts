/** How words are marked; plain text stays plain. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
}

const marked =
  (open: number, close: number) =>
  (text: string): string =>
    `\u001b[${open}m${text}\u001b[${close}m`;

const COLOURED: Style = {
  bold: marked(1, 22),
  dim: marked(2, 22),
  good: marked(32, 39),
  warn: marked(33, 39),
  bad: marked(31, 39),
};

const same = (text: string): string => text;

/** The style without any marks. */
export const PLAIN: Style = { bold: same, dim: same, good: same, warn: same, bad: same };

/** Colours for a terminal, unless `NO_COLOR` is set; plain text for everything else. */
export function createStyle(world: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
}): Style {
  const { env, isTerminal } = world;
  const isPlain = !isTerminal || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  return isPlain ? PLAIN : COLOURED;
}

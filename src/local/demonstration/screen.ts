import type { Style } from '../../commands/output/style.js';
import { sceneLines, sceneSentence, type Scene } from './view.js';

/** Where the live view is drawn. */
export interface Screen {
  /** Draws the scene; `news` are the events since the last one. */
  show(scene: Scene, news: readonly string[]): void;
  /** Lines that stay. */
  say(...lines: readonly string[]): void;
}

/** Output as a stream of text. */
export interface Output {
  readonly isTerminal: boolean;
  readonly write: (text: string) => void;
}

const SENTENCE_EVERY_MS = 10_000;
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';
const UP = (lines: number): string => (lines === 0 ? '' : `\u001b[${lines}A\r`);

/** A screen that redraws in place on a terminal, and appends plain lines everywhere else. */
export function createScreen(output: Output, style: Style): Screen {
  return output.isTerminal ? terminal(output, style) : log(output);
}

function terminal({ write }: Output, style: Style): Screen {
  let drawn = 0;
  return {
    show(scene) {
      const lines = sceneLines(scene, style);
      const text = lines.map((line) => `${line}${CLEAR_LINE}\n`).join('');
      write(`${UP(drawn)}${text}${CLEAR_BELOW}`);
      drawn = lines.length;
    },
    say(...lines) {
      // What was drawn stays above what is said, and the next scene begins below.
      drawn = 0;
      write(lines.map((line) => `${line}\n`).join(''));
    },
  };
}

function log({ write }: Output): Screen {
  let nextAt = 0;
  let last = '';
  return {
    show(scene, news) {
      for (const event of news) write(`${event}\n`);
      const sentence = sceneSentence(scene);
      if (Date.now() < nextAt || sentence === last) return;
      write(`${sentence}\n`);
      last = sentence;
      nextAt = Date.now() + SENTENCE_EVERY_MS;
    },
    say(...lines) {
      for (const line of lines) write(`${line}\n`);
    },
  };
}

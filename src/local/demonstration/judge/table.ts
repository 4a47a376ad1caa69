import type { Style } from '../../../commands/output/style.js';
import type { Figure, Judgement } from './figure.js';

const CLAIM_WIDTH = 52;
const NUMBER_WIDTH = 8;
const COLUMNS = 80;

/** The judgement as lines of at most 80 columns: each figure beside what it should be. */
export function judgementLines({ figures, ok }: Judgement, style: Style): readonly string[] {
  const head = row('What must hold', 'is', 'should be', '');
  const right = figures.filter((figure) => figure.ok).length;
  const verdict = `${right} of ${figures.length} figures are right.`;
  return [style.bold(head), ...figures.flatMap((figure) => figureLines(figure, style)), '', mark(ok, style)(verdict)];
}

function figureLines(figure: Figure, style: Style): readonly string[] {
  const { claim, is, shouldBe, ok, wrong } = figure;
  const line = row(claim, String(is), String(shouldBe), '');
  const named = wrong.map((name) => style.bad(`    ${name}`.slice(0, COLUMNS)));
  return [`${line}${ok ? style.good('right') : style.bad('WRONG')}`, ...(ok ? [] : named)];
}

function row(...[claim, is, shouldBe, mark]: readonly [string, string, string, string]): string {
  return `${claim.padEnd(CLAIM_WIDTH)}${is.padStart(NUMBER_WIDTH)}  ${shouldBe.padStart(12)} ${mark}`;
}

const mark = (ok: boolean, style: Style) => (ok ? style.good : style.bad);

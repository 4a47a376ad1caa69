import type { Evidence } from '../evidence.js';
import { STORIES } from '../plan.js';
import { callFigures } from './call-claims.js';
import { caseFiles, type CaseFile } from './case-file.js';
import { exactly, type Judgement } from './figure.js';
import { orderFigures } from './order-claims.js';
import { stockFigure } from './stock-claim.js';

/** Judges a demonstration at rest by what the simulated services hold and remember; every figure counts. */
export function judge(evidence: Evidence): Judgement {
  const files = caseFiles(evidence);
  const figures = [
    coverage(files),
    ...orderFigures(files, evidence),
    stockFigure(evidence),
    ...callFigures(files, evidence),
  ];
  return { ok: figures.every(({ ok }) => ok), figures };
}

/** A judgement over orders that lack a case proves nothing about that case. */
function coverage(files: readonly CaseFile[]) {
  const told = new Set(files.map(({ plan }) => plan.story));
  const shouldBe = Math.min(STORIES.length, files.length);
  return exactly(
    'Kinds of orders among them',
    { is: told.size, shouldBe },
    STORIES.filter((story) => !told.has(story)),
  );
}

import { judge, type Verdict } from './judge.js';
import { readRecordings, recordingsFolder, type Recording } from './recordings.js';

/** Judges every recording and prints a line for each; the exit code is 1 when one differs. */
async function run(): Promise<void> {
  const folder = recordingsFolder();
  if (folder === undefined) {
    console.log('No recordings: ORDERBRIDGE_RECORDINGS names no folder with an _index.json, so nothing was compared.');
    return;
  }
  for (const recording of readRecordings(folder)) {
    const verdict = await judge(recording);
    console.log(lineOf(recording, verdict));
    if (verdict.differences.length > 0) process.exitCode = 1;
  }
}

function lineOf({ file, method, pathname, isRecorded }: Recording, verdict: Verdict): string {
  const call = `${file} (${method} ${pathname}${isRecorded ? '' : ', shape only'})`;
  if (verdict.differences.length > 0) return `differs ${call}: ${verdict.differences.join('; ')}`;
  return `passes  ${call}: the client ${verdict.client}, the sandbox: ${verdict.sandbox}`;
}

await run();

import { judge, type Verdict } from './judge.js';
import { listRecordings, recordingsFolder, type ListedRecording, type Recording } from './recordings.js';

/** Judges every recording and prints a line for each; the exit code is 1 when one differs. */
async function run(): Promise<void> {
  const folder = recordingsFolder();
  if (folder === undefined) {
    console.log('No recordings: ORDERBRIDGE_RECORDINGS names no folder with an _index.json, so nothing was compared.');
    return;
  }
  for (const listed of listRecordings(folder)) {
    const { line, differs } = await judged(listed);
    console.log(line);
    if (differs) process.exitCode = 1;
  }
}

async function judged(listed: ListedRecording): Promise<{ line: string; differs: boolean }> {
  try {
    const recording = listed.read();
    const verdict = await judge(recording);
    return { line: lineOf(recording, verdict), differs: verdict.differences.length > 0 };
  } catch (error) {
    const why = error instanceof Error ? error.message : 'no error was given';
    return { line: `differs ${listed.file}: it could not be judged: ${why}`, differs: true };
  }
}

function lineOf({ file, method, pathname, isRecorded }: Recording, verdict: Verdict): string {
  const call = `${file} (${method} ${pathname}${isRecorded ? '' : ', shape only'})`;
  if (verdict.differences.length > 0) return `differs ${call}: ${verdict.differences.join('; ')}`;
  return `passes  ${call}: the client ${verdict.client}, the sandbox: ${verdict.sandbox}`;
}

await run();

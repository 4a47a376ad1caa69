// Runs the tests of the files that are named, or all: then in parts side by side, because tests that have to do with
// Temporal mostly wait for it. Each part has its own server. The first prints as it goes, the others when they have ended.
import { spawn } from 'node:child_process';

/** Balanced by the time they take; a test that stands in none of them runs in the last part. */
const PARTS = [
  ['test/{activities,browser,commands,docs,house,replay,workflows}/**/*.test.ts', 'test/bridge/[a-f]*.test.ts'],
  ['test/bridge/[!a-f]*.test.ts'],
  ['test/worker/**/*.test.ts'],
  ['test/journey/**/*.test.ts'],
  ['test/faults/**/*.test.ts'],
];

function mocha(args, stdio) {
  const child = spawn('mocha', args, { stdio, shell: process.platform === 'win32' });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      printed += text;
    });
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ printed: `mocha could not be started: ${error.message}\n`, code: 1 }));
    child.once('close', (code) => resolve({ printed, code: code ?? 1 }));
  });
}

// Ctrl-C reaches the parts too, which end what they started; this process waits for them.
process.on('SIGINT', () => undefined);
const named = process.argv.slice(2);
const quietly = ['ignore', 'pipe', 'pipe'];
const others = ['test/**/*.test.ts', ...PARTS.flat().flatMap((files) => ['--ignore', files])];
const running =
  named.length > 0
    ? [mocha(named, 'inherit')]
    : [...PARTS, others].map((files, index) => mocha(files, index === 0 ? 'inherit' : quietly));
const ended = await Promise.all(running);
for (const { printed } of ended) process.stdout.write(printed);
process.exitCode = Math.max(...ended.map(({ code }) => code));

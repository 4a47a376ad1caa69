// Runs the tests of the files that are named, or all: then as two halves side by side, because tests that have to do with
// Temporal mostly wait for it. Each half has its own server. The first prints as it goes, the second when it has ended.
import { spawn } from 'node:child_process';

const FIRST_HALF = 'test/{activities,bridge,browser,commands,replay,workflows}/**/*.test.ts';

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

// Ctrl-C reaches the halves too, which end what they started; this process waits for them.
process.on('SIGINT', () => undefined);
const named = process.argv.slice(2);
const halves =
  named.length > 0
    ? [mocha(named, 'inherit')]
    : [
        mocha([FIRST_HALF], 'inherit'),
        mocha(['test/**/*.test.ts', '--ignore', FIRST_HALF], ['ignore', 'pipe', 'pipe']),
      ];
const ended = await Promise.all(halves);
for (const { printed } of ended) process.stdout.write(printed);
process.exitCode = Math.max(...ended.map(({ code }) => code));

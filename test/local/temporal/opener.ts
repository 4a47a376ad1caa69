// A process of its own that opens Temporal, for the tests that end such a process in unkind ways. It is told the state
// folder, writes the address when it serves, and on SIGINT whether the server still does, before it closes it.
import { connect } from 'node:net';
import { openTemporal } from '../../../src/local/temporal/open.js';

const stateDir = process.argv[2] ?? '';
const temporal = await openTemporal({ stateDir, env: process.env, say: () => undefined, port: 0, uiPort: 0 });
const port = Number(temporal.address.split(':')[1]);

process.on('SIGINT', () => {
  const socket = connect(port, '127.0.0.1');
  const finish = (answer: string): void => {
    socket.destroy();
    void temporal.close().then(() => {
      process.stdout.write(`${answer}\n`, () => process.exit(0));
    });
  };
  socket.on('connect', () => {
    finish('still serving');
  });
  socket.on('error', () => {
    finish('server gone');
  });
});
process.stdout.write(`${temporal.address}\n`);
// Serving does not keep a process alive; this one is there to be ended.
setInterval(() => undefined, 60_000);

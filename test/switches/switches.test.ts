import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, it } from 'mocha';
import { SWITCHES } from '../../src/sandbox/sandbox.js';
import { drawnSetting, singleSettings } from './settings.js';

const run = promisify(execFile);
const cwd = fileURLToPath(new URL('../../', import.meta.url));

describe('npm run switches', () => {
  it('is right under two drawings of all switches at once', async function () {
    this.timeout(180_000);
    const args = ['--import', 'tsx', 'test/switches/run.ts', '--only', 'all at once', '--seeds', '2', '--json'];
    // An exit code other than 0 rejects, with all that was printed.
    const { stdout } = await run(process.execPath, args, { cwd });
    assert.match(stdout, /"settings": 2,\n {2}"right": 2,/);
  });

  it('is right in two storms of faults over both services', async function () {
    this.timeout(240_000);
    const args = ['--import', 'tsx', 'test/switches/run.ts', '--only', 'storm', '--storms', '2', '--json'];
    const { stdout } = await run(process.execPath, args, { cwd });
    assert.match(stdout, /"settings": 2,\n {2}"right": 2,/);
    assert.deepEqual(stdout.match(/"struck": [1-9]\d/g)?.length, 2, 'at least ten calls were struck in each');
  });

  it('turns each switch to each of its positions', () => {
    const settings = singleSettings(SWITCHES);
    const turned = SWITCHES.flatMap(({ name, positions }) => positions.slice(1).map((one) => `${name}=${one}`));
    assert.deepEqual(
      settings.slice(1).map(({ title }) => title),
      turned,
    );
  });

  it('draws the same for the same seed, and another drawing for another', () => {
    assert.deepEqual(drawnSetting(SWITCHES, 3), drawnSetting(SWITCHES, 3));
    assert.notDeepEqual(drawnSetting(SWITCHES, 3).positions, drawnSetting(SWITCHES, 4).positions);
  });
});

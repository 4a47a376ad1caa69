import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, it } from 'mocha';
import { COMMANDS } from '../../src/commands/all-commands.js';
import { SCRIPTS, SHELLS } from '../../src/commands/completion/scripts.js';
import { completedCommands } from '../../src/commands/completion/words.js';
import { runAt } from '../support/command-line.js';

const BASH = ['/usr/bin/bash', '/bin/bash'].find(existsSync);

/** What bash offers for the last word of a line, which may be empty. */
async function offered(line: string): Promise<readonly string[]> {
  const words = line.split(' ');
  const quoted = words.map((word) => `'${word}'`).join(' ');
  const script = `${SCRIPTS.bash(await completedCommands(COMMANDS))}
COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _orderbridge; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const printed = execFileSync(BASH ?? 'bash', ['--norc', '-c', script], { encoding: 'utf8', timeout: 10_000 });
  return printed.split('\n').filter((word) => word !== '');
}

describe('completion', () => {
  const TABLE: readonly (readonly [claim: string, line: string, words: readonly string[]])[] = [
    ['every command that begins like it', 'orderbridge re', ['retry', 'resolve', 'release']],
    ['the options of a command', 'orderbridge retry 42 --w', ['--wait']],
    ['the words of a closed list', 'orderbridge orders --stage can', ['cancel-unresolved', 'cancelling', 'cancelled']],
    [
      'both kinds of decision',
      'orderbridge resolve 42 --decision s',
      ['ship-without-tracking', 'ship-as-it-is', 'settled-by-hand'],
    ],
    ['the shells that are known', 'orderbridge completion ', ['bash', 'zsh', 'fish']],
    ['nothing for a free text', 'orderbridge cancel 42 --reason ', []],
    ['nothing for an unknown command', 'orderbridge nonsense --', []],
  ];
  for (const [claim, line, words] of TABLE) {
    it(`offers ${claim} in bash`, async function () {
      if (BASH === undefined) this.skip();
      const found = await offered(line);

      assert.deepEqual(
        words.filter((word) => !found.includes(word)),
        [],
      );
      if (words.length === 0 || line.endsWith('re')) assert.equal(found.length, words.length);
    });
  }

  for (const shell of SHELLS) {
    it(`names every command and each of its options for ${shell}`, async () => {
      const { code, out } = await runAt({ cwd: '/', env: {} }, ['completion', shell]);

      assert.equal(code, 0);
      for (const { name, options } of await completedCommands(COMMANDS)) {
        assert.ok(out.includes(name), name);
        for (const option of options) assert.ok(out.includes(option.name), `${name} --${option.name}`);
      }
    });
  }

  it('has balanced quotes in every line for zsh and fish', async () => {
    const commands = await completedCommands(COMMANDS);
    for (const line of [...SCRIPTS.zsh(commands).split('\n'), ...SCRIPTS.fish(commands).split('\n')]) {
      const bare = line.replaceAll("'\\''", '').replaceAll("\\'", '');
      assert.equal((bare.split("'").length - 1) % 2, 0, line);
    }
  });

  it('knows no other shell', async () => {
    const { code, error } = await runAt({ cwd: '/', env: {} }, ['completion', 'tcsh']);

    assert.equal(code, 2);
    assert.match(error, /There is no script for "tcsh"/);
  });
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, it } from 'mocha';
import { withSandbox, type OpenSandbox } from './open-sandbox.js';

const PAGE = new URL('../../docs/sandbox.md', import.meta.url);
const ANYTHING = '…';

/** One recipe of the page: what is typed, and the answer that is shown below it. */
interface Recipe {
  readonly script: string;
  readonly shown: { readonly language: string; readonly text: string } | undefined;
}

/** A part of the page whose recipes follow one another in one shell. */
interface Chapter {
  readonly title: string;
  readonly recipes: readonly Recipe[];
}

/** The recipes under each heading of the second level. */
function readChapters(): readonly Chapter[] {
  const chapters = readFileSync(PAGE, 'utf8').split(/^## /m).slice(1);
  return chapters
    .map((text) => ({ title: text.slice(0, text.indexOf('\n')), recipes: readRecipes(text) }))
    .filter(({ recipes }) => recipes.length > 0);
}

function readRecipes(text: string): readonly Recipe[] {
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', body = '']) => ({
    language,
    text: body,
  }));
  return blocks.flatMap((block, place) => {
    const next = blocks[place + 1];
    if (block.language !== 'sh' || !/\bcurl\b|\border\b/.test(block.text)) return [];
    return [{ script: block.text, shown: next?.language === 'sh' ? undefined : next }];
  });
}

/** Runs the recipes one after the other in one shell, so that variables live on; returns what each one printed. */
async function runAll({ sandbox }: OpenSandbox, recipes: readonly Recipe[]): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'orderbridge-recipes-'));
  try {
    const blocks = recipes.map(({ script }, place) => `{\n${script}\n} > out.${place}`);
    writeFileSync(join(folder, 'recipes.sh'), ['set -e', ...blocks].join('\n'));
    const env = { ...process.env, HOUZZ: sandbox.houzzUrl, TRADEGECKO: sandbox.tradegeckoUrl, no_proxy: '127.0.0.1' };
    await promisify(execFile)('bash', ['recipes.sh'], { cwd: folder, env });
    return recipes.map((_, place) => readFileSync(join(folder, `out.${place}`), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Fails where the answer lacks something that is shown; a list has as many entries, unless it ends with anything. */
function assertShows(answer: unknown, shown: unknown, path: string): void {
  if (shown === ANYTHING) {
    assert.notEqual(answer, undefined, `${path} is there`);
  } else if (Array.isArray(shown)) {
    assert.ok(Array.isArray(answer), `${path} is a list`);
    const isOpen = shown.length > 1 && shown.at(-1) === ANYTHING;
    if (!isOpen && shown[0] !== ANYTHING) assert.equal(answer.length, shown.length, `${path} is that long`);
    for (const [place, entry] of shown.entries()) assertShows(answer[place], entry, `${path}[${place}]`);
  } else if (typeof shown === 'object' && shown !== null) {
    assert.ok(typeof answer === 'object' && answer !== null, `${path} is an object`);
    const members = new Map(Object.entries(answer));
    for (const [name, value] of Object.entries(shown)) assertShows(members.get(name), value, `${path}.${name}`);
  } else {
    assert.equal(answer, shown, path);
  }
}

/** Fails where a shown line is not in the text, after the one before it. */
function assertLines(text: string, shown: string): void {
  let rest = text;
  for (const line of shown.split('\n').filter((one) => one.trim() !== '')) {
    const parts = line.split(ANYTHING).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
    const found = new RegExp(parts.join('[^]*?'), 'i').exec(rest);
    assert.ok(found !== null, `${line}\nis shown, but this came:\n${rest}`);
    rest = rest.slice(found.index + found[0].length);
  }
}

function check(printed: string, { script, shown }: Recipe): void {
  if (shown === undefined) return;
  if (shown.language !== 'json') {
    assertLines(printed, shown.text);
    return;
  }
  const answer: unknown = JSON.parse(printed);
  const wanted: unknown = JSON.parse(shown.text);
  assertShows(answer, wanted, `The answer to ${script.trim().split('\n').at(-1) ?? ''}`);
}

/** The calls in a page's recipes as `POST /_sandbox/clock`; what stands in variables is part of no call's name. */
function callsIn(recipes: readonly Recipe[]): readonly (readonly [method: string, path: string])[] {
  const scripts = recipes.map(({ script }) => script.replaceAll('\\\n', ' ').replaceAll(/\$\(\w+ \w+\)/g, 'x'));
  const commands = scripts.flatMap((script) => script.split(/(?=\bcurl\b)/)).filter((part) => part.startsWith('curl'));
  return commands.flatMap((command) => {
    const [, path] = /\$(?:HOUZZ|TRADEGECKO)(\/_sandbox[^\s"?)]*)/.exec(command) ?? [];
    const method = /-X (\w+)/.exec(command)?.[1] ?? (/\s-d\s/.test(command) ? 'POST' : 'GET');
    return path === undefined ? [] : [[method, path] as const];
  });
}

function isCalled(call: string, made: readonly (readonly [string, string])[]): boolean {
  const [method = '', pattern = ''] = call.split(' ');
  const path = new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`);
  return made.some(([madeMethod, madePath]) => madeMethod === method && path.test(madePath));
}

describe('the recipes of docs/sandbox.md', () => {
  for (const { title, recipes } of readChapters()) {
    it(`bring what is shown: ${title}`, async () => {
      await withSandbox({}, async (open) => {
        const printed = await runAll(open, recipes);

        for (const [place, recipe] of recipes.entries()) check(printed[place] ?? '', recipe);
      });
    });
  }

  it('make every call of the control API', async () => {
    const made = callsIn(readChapters().flatMap(({ recipes }) => recipes));

    const calls = await withSandbox({}, async ({ sandbox }) => {
      const answer: unknown = await (await fetch(`${sandbox.houzzUrl}/_sandbox/calls`)).json();
      assert.ok(typeof answer === 'object' && answer !== null && 'calls' in answer && Array.isArray(answer.calls));
      return answer.calls.map(String);
    });

    assert.deepEqual(
      calls.filter((call) => !isCalled(call, made)),
      [],
    );
  });
});

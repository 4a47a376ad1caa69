import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, it } from 'mocha';

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

async function manifestOf(path: URL | string): Promise<Manifest> {
  const parsed: Manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  return parsed;
}

describe('the packages', () => {
  it('hold all of Temporal in one exact version', async () => {
    const { dependencies, devDependencies } = await manifestOf(new URL('../../package.json', import.meta.url));
    const all = Object.entries({ ...dependencies, ...devDependencies });
    const versions = all.filter(([name]) => name.startsWith('@temporalio/')).map(([, version]) => version);
    assert.ok(versions.length >= 5);
    assert.deepEqual([...new Set(versions)], [versions[0]]);
    assert.match(versions[0] ?? '', /^\d+\.\d+\.\d+$/);
  });

  it('give Temporal and us the same protobufjs', () => {
    const ours = createRequire(import.meta.url);
    const temporals = ['@temporalio/proto', '@temporalio/common', '@temporalio/worker'];
    const paths = temporals.map((name) => createRequire(ours.resolve(name)).resolve('protobufjs'));
    assert.deepEqual([...new Set(paths)], [ours.resolve('protobufjs')]);
  });

  it('pin every package of ours exactly, but for protobufjs, which has to follow Temporal', async () => {
    const { dependencies, devDependencies } = await manifestOf(new URL('../../package.json', import.meta.url));
    const loose = Object.entries({ ...dependencies, ...devDependencies })
      .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
      .map(([name]) => name);
    assert.deepEqual(loose, ['protobufjs']);
  });
});

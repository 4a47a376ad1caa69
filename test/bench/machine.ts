import { readFileSync } from 'node:fs';
import { cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Surroundings } from './report.js';

/** The machine and the versions, as they are before anything is measured. */
export function describeMachine(): Surroundings {
  return {
    date: new Date().toISOString().slice(0, 10),
    processor: `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${platform()} ${release()}`,
    'load before': `${(loadavg()[0] ?? 0).toFixed(1)} (others at work slow all of it down)`,
    Node: process.versions.node,
    Orderbridge: versionIn('../../package.json'),
    "Temporal's SDK": versionIn('../../node_modules/@temporalio/worker/package.json'),
  };
}

function versionIn(path: string): string {
  const description: unknown = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
  const isVersioned = typeof description === 'object' && description !== null && 'version' in description;
  return isVersioned && typeof description.version === 'string' ? description.version : 'unknown';
}

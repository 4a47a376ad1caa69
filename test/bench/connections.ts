import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ownTemporal } from '../worker/support/own-temporal.js';
import { spawnWorker } from '../support/spawned-worker.js';
import type { Bench, BenchSettings, Figure } from './bench.js';
import { temporaryFolder } from './folders.js';
import { usageOf } from './processes.js';

const COUNTS = [1, 10, 100];
/** What was only needed to start is given back meanwhile. */
const SETTLE_MS = 5_000;
const IDLE_MS = 10_000;

/** One worker with ever more connections that have nothing to do: memory, and how much of a core their waiting takes. */
export const CONNECTIONS_BENCH: Bench = {
  name: 'connections',
  about: `a worker of ${COUNTS.join(', ')} connections: from its start to its work, memory, processor while idle`,
  async measure(settings) {
    const { folder, remove } = temporaryFolder();
    const temporal = await ownTemporal();
    try {
      await temporal.start();
      const figures: Figure[] = [];
      for (const count of COUNTS) {
        const env = { TEMPORAL_ADDRESS: temporal.address, ORDERBRIDGE_CONFIG: writeConfig(folder, count) };
        figures.push(...(await measureWorkers(count, env, settings)));
      }
      return figures;
    } finally {
      await temporal.close();
      remove();
    }
  },
};

/** Nothing is called while nothing is scheduled, so the services need not exist. */
function writeConfig(folder: string, count: number): string {
  const entries = Array.from({ length: count }, (_, nth) => {
    const houzz = `{ baseUrl: 'http://127.0.0.1:9', token: { env: HOUZZ_TOKEN }, userName: seller-${nth}, appName: bench }`;
    const tradegecko = `{ baseUrl: 'http://127.0.0.1:9', token: { env: TRADEGECKO_TOKEN }, companyId: 1 }`;
    return `  shop-${nth}:\n    houzz: ${houzz}\n    tradegecko: ${tradegecko}\n`;
  });
  const file = join(folder, `connections-${count}.yaml`);
  writeFileSync(file, `connections:\n${entries.join('')}`);
  return file;
}

async function measureWorkers(
  count: number,
  env: Readonly<Record<string, string>>,
  { rounds, say }: BenchSettings,
): Promise<readonly Figure[]> {
  say(`Starting a worker of ${count} connections again and again.`);
  const readyS: number[] = [];
  const residentMb: number[] = [];
  const idlePercent: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedMs = performance.now();
    const worker = spawnWorker(env);
    try {
      await worker.says('Working for');
      readyS.push((performance.now() - startedMs) / 1_000);
      await pause(SETTLE_MS);
      const before = usageOf(worker.pid);
      await pause(IDLE_MS);
      const after = usageOf(worker.pid);
      if (before === undefined || after === undefined) continue;
      residentMb.push(after.residentMb);
      idlePercent.push(((after.cpuMs - before.cpuMs) / IDLE_MS) * 100);
    } finally {
      await worker.kill();
    }
  }
  const of = `a worker of ${count} ${count === 1 ? 'connection' : 'connections'}`;
  return [
    { name: `start of ${of}`, unit: 's', values: readyS },
    { name: `memory of ${of}`, unit: 'MB', values: residentMb },
    { name: `idle processor of ${of}`, unit: '%', values: idlePercent },
  ];
}

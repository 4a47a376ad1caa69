import { readdirSync, readFileSync } from 'node:fs';

/** What a process has used so far. */
export interface Usage {
  readonly cpuMs: number;
  readonly residentMb: number;
}

/** Linux counts processor time in hundredths of a second, whatever its own clock does. */
const TICK_MS = 10;

/** Reads what a process has used; undefined where the system does not tell (all but Linux). */
export function usageOf(pid: number): Usage | undefined {
  try {
    const fields = fieldsOf(pid);
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const residentMb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024;
    // User time and system time of all threads: the 12th and 13th field after the name.
    return { cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, residentMb };
  } catch {
    return undefined;
  }
}

/** The processes below one, by name; none where the system does not tell. */
export function descendantsOf(pid: number, name: string): readonly number[] {
  try {
    const parents = new Map(
      readdirSync('/proc')
        .filter((entry) => /^\d+$/.test(entry))
        .flatMap((entry) => parentOf(Number(entry))),
    );
    return [...parents]
      .filter(([child, { itsName }]) => itsName === name && isBelow(child, pid, parents))
      .map(([child]) => child);
  } catch {
    return [];
  }
}

type Parents = ReadonlyMap<number, { readonly parent: number; readonly itsName: string }>;

const DEPTH_MAX = 20;

function isBelow(child: number, pid: number, parents: Parents): boolean {
  let at = parents.get(child)?.parent;
  for (let depth = 0; depth < DEPTH_MAX && at !== undefined; depth += 1) {
    if (at === pid) return true;
    at = parents.get(at)?.parent;
  }
  return false;
}

function parentOf(pid: number): readonly (readonly [number, { parent: number; itsName: string }])[] {
  try {
    const itsName = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    return [[pid, { parent: Number(fieldsOf(pid)[1]), itsName }]];
  } catch {
    // It ended while we looked.
    return [];
  }
}

/** The fields after the name, which may hold blanks and brackets itself. */
function fieldsOf(pid: number): readonly string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

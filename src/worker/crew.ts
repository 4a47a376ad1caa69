import type { Worker } from '@temporalio/worker';

/** Workers in groups that come and go while the process runs. */
export interface Crew {
  /** Settles once all have ended after `stop`; rejects when one ended by itself, after the others were stopped, too. */
  readonly ended: Promise<void>;
  /** Runs Workers as one group. Once the crew was stopped they are ended at once. */
  run(name: string, workers: readonly Worker[]): void;
  /** Lets a group finish what is under way; resolves when it has ended, or there is none of that name. */
  end(name: string): Promise<void>;
  /** Pieces of work that the Workers of a group have under way. */
  underWay(name: string): number;
  stop(): Promise<void>;
}

interface Group {
  readonly workers: readonly Worker[];
  over: Promise<unknown>;
  isEnding: boolean;
}

/** Makes a crew without anyone in it. */
export function createCrew(): Crew {
  return new GroupedCrew();
}

class GroupedCrew implements Crew {
  readonly ended: Promise<void>;
  readonly #groups = new Map<string, Group>();
  #isStopping = false;
  #failure: Error | undefined;
  #settle = (): void => undefined;

  constructor() {
    this.ended = new Promise((resolve, reject) => {
      this.#settle = () => {
        if (this.#failure === undefined) resolve();
        else reject(this.#failure);
      };
    });
    // Whoever waits for the end sees the failure; without a waiter it must not end the process as unhandled.
    this.ended.catch(() => undefined);
  }

  run(name: string, workers: readonly Worker[]): void {
    if (this.#groups.has(name)) throw new Error(`The Workers of ${name} run already.`);
    // A Worker that was made while the others were told to stop can only be ended by way of running.
    const group: Group = { workers, over: Promise.resolve(), isEnding: this.#isStopping };
    this.#groups.set(name, group);
    group.over = Promise.all(workers.map((worker) => this.#runOne(worker, group))).then(() => {
      this.#groups.delete(name);
    });
    if (group.isEnding) void endGroup(group);
  }

  async end(name: string): Promise<void> {
    const group = this.#groups.get(name);
    if (group !== undefined) await endGroup(group);
  }

  underWay(name: string): number {
    const workers = this.#groups.get(name)?.workers ?? [];
    return workers.reduce((sum, worker) => sum + worker.getStatus().numInFlightActivities, 0);
  }

  async stop(): Promise<void> {
    if (this.#isStopping) return this.ended;
    this.#isStopping = true;
    // Again, because a group may join while the others end; each that joins now is told to end at once.
    while (this.#groups.size > 0) await Promise.all([...this.#groups.values()].map(endGroup));
    this.#settle();
    return this.ended;
  }

  async #runOne(worker: Worker, group: Group): Promise<void> {
    try {
      await worker.run();
      if (!group.isEnding) throw new Error(`The Worker of ${worker.options.taskQueue} ended by itself.`);
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error('A Worker failed without an error.');
      // One Worker that ended, for whatever reason, leaves the process half able: the others follow.
      void this.stop().catch(() => undefined);
    }
  }
}

function endGroup(group: Group): Promise<unknown> {
  group.isEnding = true;
  for (const worker of group.workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  return group.over;
}

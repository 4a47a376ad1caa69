import { isDeepStrictEqual } from 'node:util';
import type { ConnectionConfig } from '../config/config.js';
import type { ConnectionId } from '../domain/ids.js';
import type { Connection } from './connection.js';
import { endsWithin } from './ends-within.js';
import type { Workers } from './workers.js';

/** How the worker stands to one connection of its configuration. */
export type Standing = 'starting' | 'working' | 'paused' | 'ending' | 'failed' | 'stuck';

/** One connection as it stands in this process. */
export interface Post {
  readonly config: ConnectionConfig;
  readonly standing: Standing;
  /** Since when it stands so, ISO 8601 in UTC. */
  readonly since: string;
  /** Why it failed; empty otherwise. */
  readonly why: string;
  /** Its clients, while it works. */
  readonly connection?: Connection;
}

/** The connections that this process works for, kept as the configuration wants them. */
export interface Fleet {
  /** Starts what is new, replaces what changed, drains what was removed or paused; the rest does not notice. */
  apply(wanted: readonly ConnectionConfig[]): Promise<void>;
  posts(): readonly Post[];
  /** Drains everything. Rejects when a Worker had failed. */
  stop(): Promise<void>;
}

export interface FleetOptions {
  readonly workers: Pick<Workers, 'add' | 'remove' | 'setRules' | 'stop'>;
  readonly open: (config: ConnectionConfig) => Connection;
  /** How long a connection may take to finish what is under way. */
  readonly drainMs: number;
  /** When one that could not be started is tried again. */
  readonly retryMs?: number;
  readonly say: (line: string) => void;
  readonly warn: (what: string, why: string) => void;
}

const RETRY_MS = 10_000;
const SECOND_MS = 1_000;

/** Makes a fleet without a connection yet. */
export function createFleet(options: FleetOptions): Fleet {
  return new ConfiguredFleet(options);
}

class ConfiguredFleet implements Fleet {
  readonly #options: FleetOptions;
  readonly #posts = new Map<ConnectionId, Post>();
  #wanted: readonly ConnectionConfig[] = [];
  #turn: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;
  #hasBegun = false;
  #isStopping = false;
  readonly #retryMs: number;

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#retryMs = options.retryMs ?? RETRY_MS;
  }

  /** One change after the other, so that two never meet on one queue. */
  apply(wanted: readonly ConnectionConfig[]): Promise<void> {
    this.#wanted = wanted;
    this.#turn = this.#turn.then(() => this.#moveAll());
    return this.#turn;
  }

  posts(): readonly Post[] {
    return [...this.#posts.values()];
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#retry);
    try {
      await this.#options.workers.stop();
      await this.#turn;
    } finally {
      for (const { connection } of this.#posts.values()) connection?.close();
    }
  }

  async #moveAll(): Promise<void> {
    if (this.#isStopping) return;
    clearTimeout(this.#retry);
    const wanted = new Map(this.#wanted.map((config) => [config.id, config]));
    const ids = new Set([...wanted.keys(), ...this.#posts.keys()]);
    await Promise.all([...ids].map((id) => this.#move(id, wanted.get(id))));
    this.#hasBegun = true;
    if (this.posts().every(isSettled)) return;
    this.#retry = setTimeout(() => void this.apply(this.#wanted), this.#retryMs).unref();
  }

  async #move(id: ConnectionId, wanted: ConnectionConfig | undefined): Promise<void> {
    const { workers, say } = this.#options;
    const post = this.#posts.get(id);
    workers.setRules(id, wanted?.orders.rules);
    if (post !== undefined && isSettled(post) && isDeepStrictEqual(post.config, wanted)) return;
    const hasWorked = post !== undefined && (post.standing === 'working' || post.standing === 'stuck');
    if (hasWorked && !(await this.#end(post))) return;
    if (wanted === undefined) {
      this.#posts.delete(id);
      say(`Connection ${id} was removed: nothing is done for it any more.`);
    } else if (wanted.paused) {
      this.#put({ config: wanted, standing: 'paused' });
      say(`Connection ${id} is paused: neither of its services is called.`);
    } else if ((await this.#start(wanted)) && this.#hasBegun) {
      // Those of the beginning are told of together by whoever began.
      say(`Connection ${id} ${hasWorked ? 'works by its changed settings' : 'works'}.`);
    }
  }

  async #start(config: ConnectionConfig): Promise<boolean> {
    this.#put({ config, standing: 'starting' });
    let connection: Connection | undefined;
    try {
      connection = this.#options.open(config);
      await this.#options.workers.add(connection);
      this.#put({ config, standing: 'working', connection });
      return true;
    } catch (error) {
      connection?.close();
      const why = error instanceof Error ? error.message : 'no error was given';
      this.#put({ config, standing: 'failed' }, why);
      this.#options.warn(
        `Connection ${config.id} could not be started; trying again in ${this.#retryMs / SECOND_MS} s.`,
        why,
      );
      return false;
    }
  }

  /** True once nothing works for it any more. */
  async #end({ config, connection }: Post): Promise<boolean> {
    const { workers, drainMs, warn } = this.#options;
    const kept = connection === undefined ? {} : { connection };
    this.#put({ config, standing: 'ending', ...kept });
    if (await endsWithin(workers.remove(config.id), drainMs)) {
      connection?.close();
      return true;
    }
    const why = 'What it has under way does not end.';
    this.#put({ config, standing: 'stuck', ...kept }, why);
    warn(`Connection ${config.id} does not end; restart the worker to change it.`, why);
    return false;
  }

  #put(post: Omit<Post, 'since' | 'why'>, why = ''): void {
    this.#posts.set(post.config.id, { ...post, since: new Date().toISOString(), why });
  }
}

const isSettled = ({ standing }: Post): boolean => standing === 'working' || standing === 'paused';

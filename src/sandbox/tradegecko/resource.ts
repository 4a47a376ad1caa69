import type { SandboxWorld } from '../service.js';
import type { JsonObject } from './answers.js';
import type { Collection } from './collection.js';
import type { Stored } from './records.js';
import type { Store } from './store.js';

type Value = string | number | boolean | null;

/** How a list is narrowed by one parameter. */
export interface Filter<R> {
  /** Integer filters may also be joined by commas. */
  readonly kind: 'text' | 'integer';
  /** The record's value, or its values, of which one must be asked for. */
  readonly of: (record: R, store: Store) => Value | readonly Value[];
  /** Set when the collection has an index of this name. */
  readonly isIndexed?: boolean;
  /** Set for a free search, which finds parts in any case. */
  readonly isSearch?: boolean;
  /** The switch by which the filter may find parts in any case, instead of whole values. */
  readonly looseBy?: 'tradegecko.number-filter' | 'tradegecko.sku-filter' | 'tradegecko.email-filter';
}

/** Which records go beside the main ones. */
export interface SideloadRequest<R> {
  readonly records: readonly R[];
  readonly included: readonly string[];
  readonly isList: boolean;
}

/** One resource of the API; what resources have in common is done once, from this. */
export interface Resource<R extends Stored> {
  readonly plural: string;
  readonly singular: string;
  /** The word in "Couldn't find order with id 1". */
  readonly title: string;
  collection(store: Store): Collection<R>;
  readonly filters: Readonly<Record<string, Filter<R>>>;
  /** Which records a list leaves out unless ids or status ask for them; undefined for none. */
  hidden?(world: SandboxWorld, store: Store): ((record: R) => boolean) | undefined;
  /** Which records are too new for a list, unless ids ask for them; undefined for none. */
  unlisted?(world: SandboxWorld): ((record: R) => boolean) | undefined;
  /** The ids by which `ids` and the path find a record, where they are not its own. */
  idsOf?(record: R): readonly (number | string)[];
  /** The parameter by which the rows of one parent are asked for: they then come by their `position`. */
  readonly parentFilter?: string;
  positionOf?(record: R): number;
  /** Whether the list comes whole, whatever page was asked for. */
  isWhole?(world: SandboxWorld): boolean;
  render(store: Store, record: R): JsonObject;
  sideload?(store: Store, request: SideloadRequest<R>): JsonObject;
}

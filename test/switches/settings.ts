import { createRandom, type Random } from '../../src/sandbox/random.js';
import type { Fault } from '../../src/sandbox/faults/faults.js';
import type { SwitchDeclaration } from '../../src/sandbox/service.js';

/** One set of readings that the bridge must be right under. */
export interface Setting {
  /** What is turned, in a few words. */
  readonly title: string;
  readonly positions: Readonly<Record<string, string>>;
  /** The faults that strike both services meanwhile; none unless told. */
  readonly faults?: readonly Fault[];
}

/** Each position of each switch alone, the others at their defaults; the defaults themselves once. */
export function singleSettings(declarations: readonly SwitchDeclaration[]): readonly Setting[] {
  const turned = declarations.flatMap(({ name, positions: [, ...others] }) =>
    others.map((position) => ({ title: `${name}=${position}`, positions: { [name]: position } })),
  );
  return [{ title: 'all at their defaults', positions: {} }, ...turned];
}

/** All switches at once, each position drawn by seed. */
export function drawnSetting(declarations: readonly SwitchDeclaration[], seed: number): Setting {
  const random = createRandom(seed);
  const positions = declarations.map(({ name, positions: known }) => [name, pick(known, random)] as const);
  return { title: `all at once, seed ${seed}`, positions: Object.fromEntries(positions) };
}

/** Often enough to strike every order more than once on its way, and to come to an end. */
const STORM = { place: 'any', probability: 0.2, times: 30 } as const;

/** Faults of all kinds at all places over both services, drawn by seed, with the switches at their defaults. */
export function stormSetting(seed: number): Setting {
  const faults = (['houzz', 'tradegecko'] as const).map((service, at) => ({ service, seed: 2 * seed + at, ...STORM }));
  return { title: `a storm of faults, seed ${seed}`, positions: {}, faults };
}

function pick(positions: SwitchDeclaration['positions'], random: Random): string {
  return positions[Math.floor(random() * positions.length)] ?? positions[0];
}

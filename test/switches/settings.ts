import { createRandom, type Random } from '../../src/sandbox/random.js';
import type { SwitchDeclaration } from '../../src/sandbox/service.js';

/** One set of readings that the bridge must be right under. */
export interface Setting {
  /** What is turned, in a few words. */
  readonly title: string;
  readonly positions: Readonly<Record<string, string>>;
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

function pick(positions: SwitchDeclaration['positions'], random: Random): string {
  return positions[Math.floor(random() * positions.length)] ?? positions[0];
}

import { ControlError, type SwitchDeclaration, type Switches } from './service.js';
import type { SandboxState } from './state.js';

/** The switches as the control API sees them. */
export interface SwitchBoard extends Switches {
  /** Turns several switches; an unknown name or position refuses all of them. */
  set(positions: Readonly<Record<string, string>>): void;
  all(): Record<string, string>;
}

/** Makes the board of the declared switches; positions turned before are kept in the state. */
export function createSwitches(state: SandboxState, declarations: readonly SwitchDeclaration[]): SwitchBoard {
  const turned = state.table<string>('switches');
  const declared = new Map(declarations.map((declaration) => [declaration.name, declaration]));
  const get = (name: string): string => {
    const declaration = declared.get(name);
    if (declaration === undefined) throw new Error(`No switch is named ${name}.`);
    const position = turned.get(name);
    // A position kept by an older version may be gone; the default then stands.
    return position !== undefined && declaration.positions.includes(position) ? position : declaration.positions[0];
  };
  return {
    get,
    set(positions) {
      const entries = Object.entries(positions);
      for (const [name, position] of entries) checkPosition(declared.get(name), name, position);
      for (const [name, position] of entries) turned.put(name, position);
    },
    all: () => Object.fromEntries([...declared.keys()].map((name) => [name, get(name)])),
  };
}

function checkPosition(declaration: SwitchDeclaration | undefined, name: string, position: string): void {
  if (declaration === undefined)
    throw new ControlError(404, `No switch is named ${name}; docs/sandbox.md lists them all.`);
  if (declaration.positions.includes(position)) return;
  throw new ControlError(400, `The switch ${name} knows ${declaration.positions.join(', ')}; it has no ${position}.`);
}

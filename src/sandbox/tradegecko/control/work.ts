import type { ControlRoute } from '../../service.js';
import type { Json } from '../../state.js';
import type { Turn } from '../store.js';

/** What a control call came with. */
export interface ControlInput {
  readonly params: Readonly<Record<string, string>>;
  readonly body: Json;
}

/** What a control call does, inside a turn of its own. */
export type Work = (turn: Turn, input: ControlInput) => Json;

/** One control call of the TradeGecko side; the path is that below `/_sandbox/tradegecko`. */
export interface ControlWork {
  readonly method: ControlRoute['method'];
  readonly path: string;
  readonly work: Work;
}

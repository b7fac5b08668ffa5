import type { NoiseSettings } from './operator.ts';
import type { Session } from './session.ts';

/** Who decides: the operator alone, the operator with suggestions, or gate first and operator when deferred. */
export type Arm = 'human-only' | 'copilot' | 'selective';

/** Open loop performs the logged action whatever was decided; closed loop performs the decision. */
export type Loop = 'open' | 'closed';

/** One point of an experiment's grid. */
export interface Cell {
  /** Unique in the run, readable: `selective alpha=0.1 beta=0.3 slip=0.02`. */
  readonly id: string;
  readonly arm: Arm;
  readonly loop: Loop;
  readonly noise: NoiseSettings;
}

/** One session under one cell's settings. `seed` is the run's: cells share it, so that arms pair up. */
export interface Scenario {
  readonly cell: Cell;
  readonly session: Session;
  readonly seed: string;
}

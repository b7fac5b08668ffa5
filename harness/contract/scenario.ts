import type { Action } from './action.ts';
import type { NoiseSettings, WorkContext } from './operator.ts';
import type { Session } from './session.ts';

/**
 * Who decides. `human-only`: the operator alone. `copilot`: the operator, with suggestions. `selective`: the gate
 * first, the operator when it defers. `confirmed-close`: selective, but what ends the case is always the
 * operator's. `oracle`: selective with a gate that knows the truth, an upper bound. `chatbot`: the policy alone,
 * without critic, until it is unsure, has nothing to propose or repeats itself; then the operator alone.
 */
export const ARMS = ['human-only', 'copilot', 'selective', 'confirmed-close', 'oracle', 'chatbot'] as const;
export type Arm = (typeof ARMS)[number];

/** Open loop performs the logged action whatever was decided; closed loop performs the decision. */
export type Loop = 'open' | 'closed';

/** One point of an experiment's grid. */
export interface Cell {
  /** Unique in the run, readable: `selective alpha=0.1 beta=0.3 slip=0.02`. */
  readonly id: string;
  readonly arm: Arm;
  readonly loop: Loop;
  readonly noise: NoiseSettings;
  /**
   * Confidence below which a chatbot hands the case to an operator, in [0, 1]; 0: it never does for want of
   * confidence. Absent: .5, where it is not more likely right than wrong.
   */
  readonly handsOverBelow?: number;
}

/** One session under one cell's settings. `seed` is the run's: cells share it, so that arms pair up. */
export interface Scenario {
  readonly cell: Cell;
  readonly session: Session;
  readonly seed: string;
  /** The operator's day. Absent: nothing is known of it. */
  readonly work?: WorkContext;
  /** Replaces what is done at one step, whoever decides it: an injected error, or a twin's right action (`right`). Closed loop only. */
  readonly forced?: { readonly step: number; readonly action: Action | 'right' };
}

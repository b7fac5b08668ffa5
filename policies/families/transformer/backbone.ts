import type { Action } from '../../../harness/contract/action.ts';
import type { Screen } from '../../../harness/contract/screen.ts';

/** A screen and an action that is proposed on it. */
export interface ProposedAction {
  readonly screen: Screen;
  readonly action: Action;
}

/** What a critic of the same family builds on: the trained network's own view of a proposed action. */
export interface Backbone {
  readonly kind: 'transformer';
  /** Numbers that stand for one proposal. */
  readonly width: number;
  /**
   * The network's last states: the screen, the action, the screen as read for that action, and the score's place
   * among all that is offered. An answer does not depend on its batch.
   *
   * Shape: [batch] → [batch][width].
   */
  encode(proposals: readonly ProposedAction[]): Promise<Float32Array[]>;
}

/** Whether a policy's `backbone` is one of these. */
export function isBackbone(value: unknown): value is Backbone {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'transformer';
}

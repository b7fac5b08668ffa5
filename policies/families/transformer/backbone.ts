import { type Action, actionTarget } from '../../../harness/contract/action.ts';
import type { Screen } from '../../../harness/contract/screen.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { energyOf, probabilities } from '../../screens/suggesting/rank.ts';
import type { Choice } from '../../screens/suggesting/suggest.ts';
import type { ScoredScreen } from './scorer.ts';

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

/** Numbers on the score's place among all: probability, its logarithm, lead over the best other, energy, is offered. */
const PLACE_WIDTH = 5;
const LEAST_LOG = -12;

/** A trained network as critics see it: what it makes of the screens, of this width. */
export function backboneOf(scoreAll: (choices: readonly Choice[]) => Promise<ScoredScreen[]>, width: number): Backbone {
  const whole = 3 * width + PLACE_WIDTH;
  return {
    kind: 'transformer',
    width: whole,
    async encode(proposals) {
      const choices = proposals.map(({ screen }) => ({ screen, offered: candidates(screen) }));
      const scored = await scoreAll(choices);
      return proposals.map((proposal, at) => vectorOf(proposal, choices[at]!.offered, scored[at]!, width));
    },
  };
}

function vectorOf(
  { action }: ProposedAction,
  offered: readonly { readonly target: string }[],
  { scores, summary, joined, offered: texts }: ScoredScreen,
  width: number,
): Float32Array {
  const vector = new Float32Array(3 * width + PLACE_WIDTH);
  vector.set(summary);
  const target = actionTarget(action);
  const at = offered.findIndex((candidate) => candidate.target === target);
  // Free text is no candidate: the screen alone stands for it.
  if (at < 0) return vector;
  vector.set(texts.subarray(at * width, (at + 1) * width), width);
  vector.set(joined.subarray(at * width, (at + 1) * width), 2 * width);
  const all = probabilities(scores, 1);
  const probability = all[at]!;
  const other = all.reduce((most, one, index) => (index === at ? most : Math.max(most, one)), 0);
  const log = Math.max(LEAST_LOG, Math.log(probability));
  vector.set([probability, log, probability - other, energyOf(scores), 1], 3 * width);
  return vector;
}

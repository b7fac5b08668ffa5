import { actionTarget } from '../../../harness/contract/action.ts';
import { candidates } from '../../screens/features/candidates.ts';
import { energyOf, probabilities } from '../../screens/suggesting/rank.ts';
import type { Backbone, ProposedAction } from './backbone.ts';
import type { ItemMaker } from './item.ts';
import type { NetworkScorer, Scored } from './scorer.ts';

/** Numbers on the score's place among all: probability, its logarithm, lead over the best other, energy, is offered. */
const PLACE_WIDTH = 5;
const LEAST_LOG = -12;

/** The trained network as critics see it. */
export function backboneOf(network: NetworkScorer, makeItem: ItemMaker, width: number): Backbone {
  const whole = 3 * width + PLACE_WIDTH;
  return {
    kind: 'transformer',
    width: whole,
    async encode(proposals) {
      const offered = proposals.map(({ screen }) => candidates(screen));
      const scored = await network.score(proposals.map(({ screen }, at) => makeItem(screen, offered[at]!)));
      return proposals.map((proposal, at) => vectorOf(proposal, offered[at]!, scored[at]!, width));
    },
  };
}

function vectorOf(
  { action }: ProposedAction,
  offered: readonly { readonly target: string }[],
  { scores, summary, joined, offered: texts }: Scored,
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

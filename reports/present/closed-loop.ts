import type { ClosedLoop, Comparison, Reproduction } from '../results/schema.ts';
import type { NoisePoint } from './noise-points.ts';

/** How the two loops differ, and why figures may differ either way: what readers need before they compare them. */
export const LOOPS_COMPARED =
  'Open loop judges each step in the state that the log was in, and then does what the log did; closed loop does what was decided, and the case goes on from there. Figures can be better, since every acceptable order of steps counts as right and not the log’s alone, and worse, since a wrong action changes the case: what follows builds on it, leads into states that the feedback never showed, and the case may miss its goal.';

/** What the columns mean that only closed loop has. */
export const CLOSED_READING =
  'Goal reached: the case ended as the customer needed, nothing false told, nothing wrong left standing; its change is against human-only on the same cases. R: further wrong actions that the first wrong action of a case leads to, against its twin, the same case and chance with that action done right. Of it, seemed right: what was right as the case then looked, to somebody who has not noticed the first one; new: what was wrong even so. Harmless: first errors after which the goal was reached all the same and nothing differs in the end.';

type FirstErrorParts = NonNullable<ClosedLoop['propagation'][number]['parts']>;

/** R of first errors in the selective arm; null where no errors got twins. */
export function reproductionAt({ propagation }: ClosedLoop, point: NoisePoint): Reproduction | null {
  return propagation.find(({ cell }) => cell === point.arms.selective?.id)?.first ?? null;
}

/** What tells first errors of the selective arm apart; null where none got twins, or in results of before they were told apart. */
export function firstErrorParts({ propagation }: ClosedLoop, point: NoisePoint): FirstErrorParts | null {
  return propagation.find(({ cell }) => cell === point.arms.selective?.id)?.parts ?? null;
}

/** How many more cases reach their goal in the selective arm than with human-only; null where the run did not compare them. */
export function goalChange({ comparisons }: ClosedLoop, point: NoisePoint): Comparison | null {
  const [cell, baseline] = [point.arms.selective, point.arms['human-only']];
  return (
    comparisons.find(
      (found) => found.metric === 'goal_reached' && found.cell === cell?.id && found.baseline === baseline?.id,
    ) ?? null
  );
}

import type { Ranged } from '../../../reports/figures/schema.ts';
import { differenceOfR } from '../../../reports/propagation/difference-of-r.ts';
import { isFirst } from '../../../reports/propagation/measure-errors.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { CORRECTED, GATED, type Setting } from './play-settings.ts';
import type { PropagationPoint } from './propagation-points.ts';

/** What it changes that a gate knows how often operators err. */
export interface CorrectedGateRow {
  readonly point: PropagationPoint;
  readonly target: number;
  readonly uncorrected: Setting;
  readonly corrected: Setting;
  /** Corrected less taken at its word, session by session. */
  readonly r: Ranged;
  readonly rFirst: Ranged;
  readonly leak: Ranged;
  readonly automated: Ranged;
  readonly goalReached: Ranged;
}

/** Each corrected gate beside the gate of the same target that takes operators at their word. */
export function correctionRows(settings: readonly Setting[], targets: readonly number[]): CorrectedGateRow[] {
  const points = [...new Set(settings.map(({ point }) => point))];
  return points.flatMap((point) =>
    targets.flatMap((target): CorrectedGateRow[] => {
      const named = (name: string) => settings.find((one) => one.point === point && one.names.includes(name));
      const [taken, corrected] = [named(`${GATED} ${target}`), named(`${CORRECTED} ${target}`)];
      return taken && corrected ? [{ point, target, uncorrected: taken, corrected, ...changes(taken, corrected) }] : [];
    }),
  );
}

function changes(taken: Setting, corrected: Setting) {
  const share = (metric: string) =>
    pairedDifference(corrected.result.sums.sums(metric), taken.result.sums.sums(metric), 'share', null);
  const [after, before] = [corrected.result.pairs, taken.result.pairs];
  return {
    r: differenceOfR(after, before),
    rFirst: differenceOfR(after.filter(isFirst), before.filter(isFirst)),
    leak: share('leak_rate'),
    automated: share('session_automation'),
    goalReached: share('goal_reached'),
  };
}

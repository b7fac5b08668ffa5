import type { Ranged } from '../../../reports/figures/schema.ts';
import { isFirst } from '../../../reports/propagation/measure-errors.ts';
import { furtherErrors } from '../../../reports/propagation/reproduction-number.ts';
import { usablePairs } from '../../../reports/propagation/usable-pairs.ts';
import { pairedDifference } from '../../../reports/stats/paired-difference.ts';
import type { KeyedSums } from '../../../reports/stats/session-sums.ts';
import { caseOfTrace } from '../../contract/trace.ts';
import type { TwinPair } from '../../contract/twin.ts';
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

/** Difference of two reproduction numbers: a session that errs in both counts as a pair. */
function differenceOfR(one: readonly TwinPair[], other: readonly TwinPair[]): Ranged {
  const both = [usablePairs(one), usablePairs(other)];
  const all = both.flat();
  const cases = new Map(all.map(({ run }) => [run.session, caseOfTrace(run)]));
  const sessions = [...cases.keys()];
  // Sums must not be negative: every value is raised by the same, which takes nothing from the difference.
  const raise = Math.max(0, ...all.map((pair) => -furtherErrors(pair)));
  const [after, before] = both.map((pairs): KeyedSums => {
    const at = new Map(sessions.map((session, place) => [session, place]));
    const numerators = sessions.map(() => 0);
    const denominators = sessions.map(() => 0);
    for (const pair of pairs) {
      const place = at.get(pair.run.session) ?? 0;
      numerators[place] = (numerators[place] ?? 0) + pair.weight * (furtherErrors(pair) + raise);
      denominators[place] = (denominators[place] ?? 0) + pair.weight;
    }
    return { sessions, numerators, denominators, cases: [...cases.values()] };
  }) as [KeyedSums, KeyedSums];
  return pairedDifference(after, before, 'count', null);
}

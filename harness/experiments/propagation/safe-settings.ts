import { type SafeAutomation, safeAutomation } from '../../../reports/propagation/safe-automation.ts';
import { sumOf } from '../../shared/numbers.ts';
import { CORRECTED, GATED, type Setting } from './play-settings.ts';
import type { PropagationPoint } from './propagation-points.ts';

/** The most that can be automated at one point with few enough sessions that miss their goal. */
export interface SafeRow {
  readonly point: PropagationPoint;
  readonly best: SafeAutomation['best'];
  /** Least of the upper bounds on the share of missed goals: what ε would have had to be. */
  readonly leastBound: number;
  /** Whether gates are corrected for how often operators err. */
  readonly corrected: boolean;
  /** Settings among which it was chosen. */
  readonly settings: number;
}

/**
 * Safe automation at every point, over its copilot (which automates nothing) and its gates: those that take operators
 * at their word, then the corrected ones.
 */
export function safeSettings(settings: readonly Setting[], epsilon: number): SafeRow[] {
  const points = [...new Set(settings.map(({ point }) => point))];
  return points.flatMap((point) =>
    [GATED, CORRECTED].flatMap((gates): SafeRow[] => {
      const own = settings.filter((one) => one.point === point && one.names.some((name) => name.startsWith(gates)));
      const copilot = settings.filter((one) => one.point === point && one.arm === 'copilot');
      if (own.length === 0) return [];
      const { best, bounds } = safeAutomation([...copilot, ...own].map(automationOf), epsilon);
      const leastBound = Math.min(...bounds);
      return [{ point, best, leastBound, corrected: gates === CORRECTED, settings: bounds.length }];
    }),
  );
}

function automationOf({ name, result }: Setting) {
  const sums = (metric: string) => sumOf(Array.from(result.sums.sums(metric).numerators));
  const sessions = result.sums.sessions().length;
  return {
    label: name,
    coverage: sessions === 0 ? 0 : sums('session_automation') / sessions,
    sessions,
    failures: sessions - sums('goal_reached'),
  };
}

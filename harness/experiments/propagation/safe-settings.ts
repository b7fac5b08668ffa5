import { safeAutomation } from '../../../reports/propagation/safe-automation.ts';
import { sumOf } from '../../shared/numbers.ts';
import { CORRECTED, GATED, type Setting } from './play-settings.ts';

/** The most that can be automated at one point with few enough sessions that miss their goal. */
export type SafeRow = ReturnType<typeof safeSettings>[number];

/**
 * Safe automation at every point, over its copilot (which automates nothing) and its gates: those that take operators
 * at their word, then the corrected ones.
 */
export function safeSettings(settings: readonly Setting[], epsilon: number) {
  const points = [...new Set(settings.map(({ point }) => point))];
  return points.flatMap((point) =>
    [GATED, CORRECTED].flatMap((gates) => {
      const own = settings.filter((one) => one.point === point && one.names.some((name) => name.startsWith(gates)));
      const copilot = settings.filter((one) => one.point === point && one.arm === 'copilot');
      if (own.length === 0) return [];
      const { best, bounds } = safeAutomation([...copilot, ...own].map(automationOf), epsilon);
      const leastBound = Math.min(...bounds);
      return [
        {
          point,
          best /** Least of the upper bounds on the share of missed goals: what ε would have had to be. */,
          leastBound /** Whether gates are corrected for how often operators err. */,
          corrected: gates === CORRECTED /** Settings among which it was chosen. */,
          settings: bounds.length,
        },
      ];
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

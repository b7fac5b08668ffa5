import type { Ranged } from '../../../reports/figures/schema.ts';
import { metric as errorsPerSession } from '../../../reports/metrics/errors-per-session.ts';
import { metric as goalReached } from '../../../reports/metrics/goal-reached.ts';
import { metric as leakRate } from '../../../reports/metrics/leak-rate.ts';
import { metric as sessionAutomation } from '../../../reports/metrics/session-automation.ts';
import { metric as withWrongChosen } from '../../../reports/metrics/sessions-with-wrong-chosen.ts';
import { detectionDelay } from '../../../reports/propagation/detection-delay.ts';
import { executedRight } from '../../../reports/propagation/executed-right.ts';
import { measureErrors } from '../../../reports/propagation/measure-errors.ts';
import { complement } from '../../../reports/stats/complement.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import { metricEstimate } from '../../bench/closed-loop/metric-estimate.ts';
import type { Metric } from '../../contract/metric.ts';
import { caseOfTrace, type Trace } from '../../contract/trace.ts';
import { sumOf } from '../../shared/numbers.ts';
import type { Setting } from './play-settings.ts';

/** What one setting came to. */
export type SettingFigures = ReturnType<typeof measureSetting>;

/** A setting and what it came to. */
export interface MeasuredSetting {
  readonly setting: Setting;
  readonly figures: SettingFigures;
}

/** Measures a setting's sessions and the twins of their errors. */
export function measureSetting({ result }: Setting) {
  const { sums, traces, pairs } = result;
  const estimateOf = (metric: Metric) => metricEstimate(sums, metric);
  const { repaired, delay } = detectionDelay(traces);
  const right = executedRight(traces, pairs);
  const errors = sums.sums(errorsPerSession.name).numerators;
  return {
    ...measureErrors(pairs),
    sessions: sums.sessions().length,
    /** Errors made, with or without twin. */
    errors: sumOf(Array.from(errors)),
    automated: estimateOf(sessionAutomation),
    errorsPerSession: estimateOf(errorsPerSession),
    /** Sessions in which anything went wrong. */
    withError: estimateOf(withWrongChosen),
    rightBefore: right.before,
    rightAfter: right.after,
    rightInstead: right.instead,
    /** Of the errors that ran by themselves, those that no gate was asked about since the action was not critical. */
    ungated: ungatedShare(traces),
    leak: estimateOf(leakRate),
    goalMissed: complement(estimateOf(goalReached)),
    repaired: repaired,
    delay: delay,
  };
}

function ungatedShare(traces: readonly Trace[]): Ranged {
  const wrong = traces.map(({ steps }) =>
    steps.filter(({ decision, closed }) => decision === 'execute' && closed?.right === false),
  );
  const numerators = wrong.map((steps) => steps.filter(({ critical }) => !critical).length);
  const denominators = wrong.map(({ length }) => length);
  return ratioEstimate({ numerators, denominators, cases: traces.map(caseOfTrace) }, 'share');
}

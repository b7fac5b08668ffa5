import { clopperPearson } from '../stats/clopper-pearson.ts';

/** What one setting of the gate did. */
export interface AutomationPoint {
  /** The threshold, or whatever names the setting. */
  readonly label: string;
  /** Share of sessions that ran without an operator. */
  readonly coverage: number;
  readonly sessions: number;
  /** Sessions that ended wrong: the goal missed. */
  readonly failures: number;
}

export interface SafeAutomation {
  /** The setting with the largest coverage whose error is surely at most ε; null where none is. */
  readonly best: (AutomationPoint & { readonly errorAtMost: number }) | null;
  /** Upper bound on the session error of each setting, in the order given; all hold at once. */
  readonly bounds: readonly number[];
}

/**
 * The largest coverage whose upper confidence bound on session error is at most ε. The bounds are exact, and share
 * δ among the settings, so that choosing among them costs no confidence.
 * Throws: where there is no setting, or ε or the confidence is not in (0, 1). Source: REFERENCE "safe automation";
 * Bonferroni over Clopper-Pearson bounds.
 */
export function safeAutomation(points: readonly AutomationPoint[], epsilon: number, confidence = 0.95): SafeAutomation {
  if (points.length === 0) throw new Error('There is no setting to choose from.');
  for (const share of [epsilon, confidence])
    if (!(share > 0 && share < 1)) throw new Error(`ε and the confidence must lie in (0, 1); one is ${share}.`);
  // Half of a two-sided interval's error is on the upper side.
  const each = 1 - (2 * (1 - confidence)) / points.length;
  const bounds = points.map(({ failures, sessions }) => upperBound(failures, sessions, each));
  let best: SafeAutomation['best'] = null;
  points.forEach((point, i) => {
    const errorAtMost = bounds[i] as number;
    if (errorAtMost <= epsilon && (best === null || point.coverage > best.coverage)) best = { ...point, errorAtMost };
  });
  return { best, bounds };
}

function upperBound(failures: number, sessions: number, confidence: number): number {
  return sessions === 0 ? 1 : clopperPearson(failures, sessions, confidence).high;
}

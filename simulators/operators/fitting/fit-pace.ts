import { meanOf, sumOf } from '../../../harness/shared/numbers.ts';
import { ACTS, type Act } from '../answering/operator-times.ts';
import { SHORTEST_MS } from './clip-times.ts';

/** How operators differ in pace: the logarithm of all their times is shifted, normally distributed over operators. */
export interface PaceFit {
  readonly operators: number;
  readonly sigma: number;
}

/** One operator's logged times. */
export type OperatorTimesLog = Readonly<Record<Act, readonly number[]>>;

/** An operator with fewer times than these is left out. */
const LEAST_TIMES = 100;

/**
 * The spread of pace between operators: the variance of their mean log-times, acts accounted for, less what
 * chance alone would make of it. Null where fewer than two operators have 100 times.
 */
export function fitPace(logs: readonly OperatorTimesLog[]): PaceFit | null {
  const usual = meanLogs(logs);
  const means = logs.flatMap((log) => {
    const shifts = ACTS.flatMap((act) => log[act].map((ms) => logTime(ms) - usual[act]));
    if (shifts.length < LEAST_TIMES) return [];
    const mean = average(shifts);
    return { mean, chance: average(shifts.map((shift) => (shift - mean) ** 2)) / (shifts.length - 1) };
  });
  if (means.length < 2) return null;
  const centre = average(means.map(({ mean }) => mean));
  const variance = sumOf(means, ({ mean }) => (mean - centre) ** 2) / (means.length - 1);
  return {
    operators: means.length,
    sigma: Math.sqrt(Math.max(0, variance - average(means.map(({ chance }) => chance)))),
  };
}

function meanLogs(logs: readonly OperatorTimesLog[]): Record<Act, number> {
  const mean = (act: Act) => average(logs.flatMap((log) => log[act].map(logTime)));
  return Object.fromEntries(ACTS.map((act) => [act, mean(act)])) as Record<Act, number>;
}

/** Logs hold whole seconds: half of one stands for what they call 0. */
function logTime(ms: number): number {
  return Math.log(Math.max(ms, SHORTEST_MS));
}

/** Of nothing: 0. */
const average = (values: readonly number[]): number => (values.length === 0 ? 0 : meanOf(values));

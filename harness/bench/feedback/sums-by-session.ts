import type { KeyedSums } from '../../../reports/stats/session-sums.ts';

/** A step that was judged. */
export interface JudgedStep {
  readonly session: string;
  readonly case: string;
  readonly right: boolean;
}

/** Right and all steps of each session, in the order in which sessions first occur. */
export function sumsBySession(steps: readonly JudgedStep[]): KeyedSums {
  const places = new Map<string, number>();
  const sums = {
    sessions: [] as string[],
    cases: [] as string[],
    numerators: [] as number[],
    denominators: [] as number[],
  };
  for (const step of steps) {
    let at = places.get(step.session);
    if (at === undefined) {
      at = places.size;
      places.set(step.session, at);
      sums.sessions.push(step.session);
      sums.cases.push(step.case);
      sums.numerators.push(0);
      sums.denominators.push(0);
    }
    sums.numerators[at]! += step.right ? 1 : 0;
    sums.denominators[at]! += 1;
  }
  return sums;
}

/** The same of several populations, each of which has sessions of its own, whatever their ids. */
export function pooledSums(populations: readonly KeyedSums[]): KeyedSums {
  const named = (ids: readonly string[], at: number) => ids.map((id) => `${at} ${id}`);
  return {
    sessions: populations.flatMap(({ sessions }, at) => named(sessions, at)),
    cases: populations.flatMap(({ cases, sessions }, at) => named(cases ?? sessions, at)),
    numerators: populations.flatMap(({ numerators }) => Array.from(numerators)),
    denominators: populations.flatMap(({ denominators }) => Array.from(denominators)),
  };
}

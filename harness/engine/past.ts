import type { TraceStep } from '../contract/trace.ts';

/** The steps done so far, newest first: states share their past. */
export interface Past {
  readonly step: TraceStep;
  /** What automation did and in which visible case; null where an operator acted, and in open loop. */
  readonly mark: string | null;
  readonly before: Past | null;
}

/** Whether automation has done the same in the same visible case before. */
export function wasDone(past: Past | null, mark: string): boolean {
  for (let at = past; at; at = at.before) if (at.mark === mark) return true;
  return false;
}

/** The steps in the order in which they were done. */
export function stepsOf(past: Past | null): TraceStep[] {
  const steps: TraceStep[] = [];
  for (let at = past; at; at = at.before) steps.push(at.step);
  return steps.reverse();
}

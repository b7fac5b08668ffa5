import type { TraceStep } from '../contract/trace.ts';

/** The steps done so far, newest first: states share their past. */
export interface StepHistory {
  readonly step: TraceStep;
  /** What automation did and in which visible case; null where an operator acted, and in open loop. */
  readonly mark: string | null;
  readonly before: StepHistory | null;
}

/** Whether automation has done the same in the same visible case before. */
export function wasAlreadyDone(past: StepHistory | null, mark: string): boolean {
  for (let at = past; at; at = at.before) if (at.mark === mark) return true;
  return false;
}

/** The steps in the order in which they were done. */
export function stepsOf(past: StepHistory | null): TraceStep[] {
  const steps: TraceStep[] = [];
  for (let at = past; at; at = at.before) steps.push(at.step);
  return steps.reverse();
}

import type { Action } from '../../../harness/contract/action.ts';
import type { Trace, TraceStep } from '../../../harness/contract/trace.ts';

/** Hand-made traces for tests. */
export const RIGHT: Action = { kind: 'submit_form', form: 'booking', button: 'check', values: { name: 'Ada' } };
/** Right kind and form, wrong value. */
export const WRONG_VALUE: Action = { ...RIGHT, values: { name: 'Bob' } };
/** Right kind, another form. */
export const WRONG_FORM: Action = { ...RIGHT, form: 'refund' };
export const WRONG_KIND: Action = { kind: 'close', resolution: 'resolved' };

/** A step at which the operator works alone and does the right thing, unless told otherwise. */
export function step(over: Partial<TraceStep> = {}): TraceStep {
  return {
    index: 0,
    screenHash: null,
    reference: RIGHT,
    critical: true,
    suggestion: null,
    confidence: null,
    score: null,
    decision: 'defer',
    verdict: 'unaided',
    slipped: false,
    chosen: RIGHT,
    activeMs: 1000,
    ...over,
  };
}

/** A suggestion that ran without the operator. */
export function executed(suggestion: Action, over: Partial<TraceStep> = {}): TraceStep {
  const ran = { decision: 'execute', verdict: null, chosen: suggestion, activeMs: 0 } as const;
  return step({ screenHash: 'a', suggestion, confidence: 0.8, score: 0.9, ...ran, ...over });
}

/** A suggestion that the operator saw. */
export function reviewed(suggestion: Action, verdict: 'accept' | 'correct', over: Partial<TraceStep> = {}): TraceStep {
  const chosen = verdict === 'accept' ? suggestion : RIGHT;
  return step({ screenHash: 'a', suggestion, confidence: 0.8, verdict, chosen, ...over });
}

/** An episode of these steps, indexed in order. */
export function trace(steps: readonly TraceStep[], over: Partial<Trace> = {}): Trace {
  return {
    session: 's1',
    cell: 'c',
    seed: '1',
    loop: 'open',
    steps: steps.map((one, index) => ({ ...one, index })),
    end: 'completed',
    divergedAt: null,
    retries: 0,
    ...over,
  };
}

import { caseOfTrace, type ErrorCause, type Trace } from '../../harness/contract/trace.ts';
import type { TwinPair } from '../../harness/contract/twin.ts';
import type { Ranged } from '../figures/schema.ts';
import { clusteredMean } from '../stats/clustered-mean.ts';
import { SHARE } from '../stats/range.ts';
import { type ErrorFigures, isFirst, measureErrors } from './measure-errors.ts';

/** Errors that have something in common, and what they did. */
export interface ErrorGroup extends ErrorFigures {
  /** Which settings the errors are from. */
  readonly of: string;
  readonly name: string;
  /** Share of all errors of those settings. */
  readonly share: Ranged;
}

/** Shares are of errors with twins, which stand for all. */
export function groupsBy(of: string, pairs: readonly TwinPair[], nameOf: (pair: TwinPair) => string): ErrorGroup[] {
  return [...new Set(pairs.map(nameOf))].sort().map((name) => {
    const isOwn = (pair: TwinPair) => nameOf(pair) === name;
    const share = clusteredMean(
      pairs.map((pair) => ({ session: caseOfTrace(pair.run), value: isOwn(pair) ? 1 : 0, weight: pair.weight })),
      SHARE,
    );
    return { of, name, share: share, ...measureErrors(pairs.filter(isOwn)) };
  });
}

export function placeOf(pair: TwinPair): string {
  const ends = pair.error === pair.run.steps.length - 1;
  return `${isFirst(pair) ? 'first' : 'later'}, ${ends ? 'ends the case' : 'the case goes on'}`;
}

export function causeOf({ run, error }: TwinPair): ErrorCause | null {
  return run.steps[error]?.closed?.cause ?? null;
}

/** What was done, and whether the right action was of that kind too: then its arguments were wrong. */
export function kindOf({ run, error }: TwinPair): string {
  const step = run.steps[error];
  if (!step) throw new Error(`Session "${run.session}" has no step ${error}.`);
  const { chosen, reference } = step;
  return chosen.kind === reference.kind ? `${chosen.kind}, another one` : `${chosen.kind} for ${reference.kind}`;
}

/** The episodes of one session in all cells as one, so that intervals know that they belong together. */
export function bySession(traces: readonly Trace[]): Trace[] {
  const whole = new Map<string, Trace>();
  for (const trace of traces) {
    const before = whole.get(trace.session);
    whole.set(trace.session, before ? { ...before, steps: [...before.steps, ...trace.steps] } : trace);
  }
  return [...whole.values()];
}

import type { Ranged } from '../../../reports/figures/schema.ts';
import { fateOf } from '../../../reports/propagation/error-fate.ts';
import { type ErrorFigures, isFirst, measureErrors } from '../../../reports/propagation/measure-errors.ts';
import { rootCauses } from '../../../reports/propagation/root-causes.ts';
import { usablePairs } from '../../../reports/propagation/usable-pairs.ts';
import { clusteredMean } from '../../../reports/stats/clustered-mean.ts';
import { SHARE } from '../../../reports/stats/range.ts';
import { caseOfTrace, type ErrorCause, type Trace } from '../../contract/trace.ts';
import type { TwinPair } from '../../contract/twin.ts';
import { NO_GATE, type Setting } from './play-settings.ts';

/** Errors that have something in common, and what they did. */
export interface ErrorGroup extends ErrorFigures {
  /** Which settings the errors are from. */
  readonly of: string;
  readonly name: string;
  /** Share of all errors of those settings. */
  readonly share: Ranged;
}

/** What groups of errors from all points are called. */
export const ALL = 'all points';

/**
 * Whether a setting's errors are looked at together with others': where suggestions are made, held back by somebody
 * who does not know the truth.
 */
export function isGuarded({ arm, name }: Setting): boolean {
  return arm === 'copilot' || (arm === 'selective' && name !== NO_GATE);
}

/** Settings whose errors are looked at together. */
function gathered(settings: readonly Setting[]): [string, Setting[]][] {
  const guarded = settings.filter(isGuarded);
  const labels = [
    ...new Set(guarded.filter(({ point }) => point.operators === 'paper').map(({ point }) => point.label)),
  ];
  return [
    ...labels.map((label): [string, Setting[]] => [label, guarded.filter(({ point }) => point.label === label)]),
    [ALL, guarded],
    ['paper, calm, no gate', settings.filter(({ name, point }) => name === NO_GATE && point.label === 'paper, calm')],
  ];
}

/** Errors by who let them happen; causes that nothing came of are left out. */
export function errorsByCause(settings: readonly Setting[]): ErrorGroup[] {
  return gathered(settings).flatMap(([of, some]) => {
    const pairs = pairsOf(some);
    return rootCauses(bySession(some)).flatMap(({ cause, errors, share }): ErrorGroup[] =>
      errors === 0
        ? []
        : [
            {
              of,
              name: cause,
              share: share,
              ...measureErrors(pairs.filter((pair) => causeOf(pair) === cause)),
            },
          ],
    );
  });
}

/** Errors by what had gone wrong before, and whether they end the case. */
export function errorsByPlace(settings: readonly Setting[]): ErrorGroup[] {
  return gathered(settings).flatMap(([of, some]) => groupsBy(of, pairsOf(some), placeOf));
}

/** First errors by what they came to in the end. */
export function firstErrorsByFate(settings: readonly Setting[]): ErrorGroup[] {
  return gathered(settings).flatMap(([of, some]) => groupsBy(of, usablePairs(pairsOf(some)).filter(isFirst), fateOf));
}

/** Errors by what was done, at all points together. */
export function errorsByKind(settings: readonly Setting[]): ErrorGroup[] {
  return groupsBy(ALL, pairsOf(settings.filter(isGuarded)), kindOf);
}

const pairsOf = (settings: readonly Setting[]) => settings.flatMap(({ result }) => result.pairs);

/** Shares are of errors with twins, which stand for all. */
function groupsBy(of: string, pairs: readonly TwinPair[], nameOf: (pair: TwinPair) => string): ErrorGroup[] {
  return [...new Set(pairs.map(nameOf))].sort().map((name) => {
    const isOwn = (pair: TwinPair) => nameOf(pair) === name;
    const share = clusteredMean(
      pairs.map((pair) => ({ session: caseOfTrace(pair.run), value: isOwn(pair) ? 1 : 0, weight: pair.weight })),
      SHARE,
    );
    return { of, name, share: share, ...measureErrors(pairs.filter(isOwn)) };
  });
}

function placeOf(pair: TwinPair): string {
  const ends = pair.error === pair.run.steps.length - 1;
  return `${isFirst(pair) ? 'first' : 'later'}, ${ends ? 'ends the case' : 'the case goes on'}`;
}

export function causeOf({ run, error }: TwinPair): ErrorCause | null {
  return run.steps[error]?.closed?.cause ?? null;
}

/** What was done, and whether the right action was of that kind too: then its arguments were wrong. */
function kindOf({ run, error }: TwinPair): string {
  const step = run.steps[error];
  if (!step) throw new Error(`Session "${run.session}" has no step ${error}.`);
  const { chosen, reference } = step;
  return chosen.kind === reference.kind ? `${chosen.kind}, another one` : `${chosen.kind} for ${reference.kind}`;
}

/** The episodes of one session in all cells as one, so that intervals know that they belong together. */
function bySession(settings: readonly Setting[]): Trace[] {
  const whole = new Map<string, Trace>();
  for (const { result } of settings)
    for (const trace of result.traces) {
      const before = whole.get(trace.session);
      whole.set(trace.session, before ? { ...before, steps: [...before.steps, ...trace.steps] } : trace);
    }
  return [...whole.values()];
}

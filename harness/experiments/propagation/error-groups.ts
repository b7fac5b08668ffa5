import { fateOf } from '../../../reports/propagation/error-fate.ts';
import {
  bySession,
  causeOf,
  type ErrorGroup,
  groupsBy,
  kindOf,
  placeOf,
} from '../../../reports/propagation/error-groups.ts';
import { isFirst, measureErrors } from '../../../reports/propagation/measure-errors.ts';
import { rootCauses } from '../../../reports/propagation/root-causes.ts';
import { usablePairs } from '../../../reports/propagation/usable-pairs.ts';
import { NO_GATE, type Setting } from './play-settings.ts';

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
    const causes = rootCauses(bySession(some.flatMap(({ result }) => result.traces)));
    return causes
      .filter(({ errors }) => errors > 0)
      .map(({ cause, share }) => {
        const own = pairs.filter((pair) => causeOf(pair) === cause);
        return { of, name: cause, share, ...measureErrors(own) };
      });
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

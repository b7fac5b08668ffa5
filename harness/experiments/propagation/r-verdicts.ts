import type { Ranged } from '../../../reports/figures/schema.ts';
import { againstValue } from '../../../reports/stats/against-value.ts';
import type { Comparable } from '../../../reports/stats/judge-family.ts';
import {
  correctedWords,
  type JudgedOver,
  judgedTally,
  judgedWords,
  judgeOver,
} from '../../bench/data/judge-populations.ts';
import type { MeasuredSetting } from './measure-setting.ts';
import type { PropagationFigures } from './over-populations.ts';

/** What would decide. */
const ERRING = 'sessions with an error';

/** A figure of each population beside a value. A population that has no such figure is not among them. */
export function besideValue(each: readonly (Ranged | null | undefined)[], value: number): Comparable[] {
  return each.flatMap((figure) => (figure ? againstValue(figure, value, figure.of ?? 0) : []));
}

/** R of first errors of settings beside 1, above which errors breed, and beside 0: each a family of all settings. */
export interface RVerdicts {
  /** Where R of a setting lies; of one that was not judged that errors are too few. */
  readonly words: (row: MeasuredSetting) => string;
  /** In how many of the settings it lies where. */
  readonly tally: string;
}

/** Judges R of first errors of so many settings, within each population (false discovery: the settings are many). */
export function judgeR(rows: readonly MeasuredSetting[], populations: readonly PropagationFigures[]): RVerdicts {
  const beside = (value: number) =>
    judgeOver(
      rows.map(({ setting: { point, name } }) =>
        besideValue(
          populations.map(
            ({ settings }) =>
              settings.find(({ setting }) => setting.point.label === point.label && setting.names.includes(name))
                ?.figures.rFirst,
          ),
          value,
        ),
      ),
      'false-discovery',
    );
  const [one, zero] = [beside(1), beside(0)];
  const [besideOne, besideZero] = [judgedTally(one, ERRING), judgedTally(zero, ERRING)];
  const corrected = correctedWords(one, 'false-discovery');
  return {
    words(row) {
      const at = rows.indexOf(row);
      const [first, second] = [one[at], zero[at]];
      return first && second ? place(first, second) : 'too few errors to tell';
    },
    tally: [
      `above 1 in ${besideOne.more}, below 1 in ${besideOne.less}, undecided beside 1 in`,
      `${besideOne.undecided}; above 0 in ${besideZero.more}, below 0 in`,
      `${besideZero.less}${corrected === '' ? '' : `, each ${corrected}`}`,
    ].join(' '),
  };
}

/** Where R lies, by its verdicts beside 1 and beside 0. */
function place(one: JudgedOver, zero: JudgedOver): string {
  if (one.of > 1)
    return `${judgedWords(one, { more: 'above 1', less: 'below 1' }, ERRING)}; above 0 in ${zero.more}, below 0 in ${zero.less}`;
  if (one.more > 0) return 'above 1';
  if (zero.less > 0) return 'below 0';
  const beside = (judged: JudgedOver) => judgedWords(judged, { more: 'above', less: 'below' }, ERRING);
  if (one.less > 0) return zero.more > 0 ? 'above 0 and below 1' : `below 1, beside 0 ${beside(zero)}`;
  return zero.more > 0 ? `above 0, beside 1 ${beside(one)}` : `beside 1 ${beside(one)}`;
}

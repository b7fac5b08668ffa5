import { formatNumber } from '../../../reports/present/format-value.ts';
import type { ErrorGroup } from '../../../reports/propagation/error-groups.ts';
import { CLEAN } from '../../bench/closed-loop/settle-points.ts';
import { correctedWords, type JudgedOver, judgedTally, judgedWords } from '../../bench/data/judge-populations.ts';
import { bracketsOver } from '../../bench/data/populations.ts';
import { correctionWords } from './corrected-gates-table.ts';
import type { MeasuredSetting } from './measure-setting.ts';
import type { PropagationFigures } from './over-populations.ts';
import { GATED, type Setting } from './play-settings.ts';
import {
  afterWords,
  apartWords,
  controlWords,
  gainOf,
  groupWords,
  inFigures,
  isAsked,
  isPaper,
  judgeGains,
  judgeSpread,
  measurableOf,
  ownGroups,
  type PropagationResults,
} from './propagation-words.ts';
import { judgeR } from './r-verdicts.ts';

/** More groups than these are not named. */
const MOST_NAMED = 3;

/** What was found, point by point, each verdict with what would decide it, for whoever looks closer. */
export function propagationDetails(results: PropagationResults): string[] {
  const { settings, each, target, causes, places, kinds } = results;
  return [
    ...(each.length === 1
      ? []
      : [`${bracketsOver(each.length)} Verdicts are each population’s own; counts are of those in which all agree.`]),
    ...spreadWords(settings, each, target),
    ...apartWords(settings, target),
    ...afterWords(settings, target),
    ...correctionWords(results.corrections, each, target),
    ...spreadersOf('cause', causes, ownGroups(each, 'causes')),
    ...spreadersOf('place', places, ownGroups(each, 'places')),
    ...spreadersOf('action', kinds, ownGroups(each, 'kinds')),
    ...gainWords(results),
    `${controlWords(results.control)} ${oracleWords(settings)}`,
  ];
}

/** Who works, where points are spoken of. */
const operatorsOf = (point: Setting['point']) =>
  isPaper(point)
    ? 'Published operators'
    : point.operators === CLEAN.label
      ? 'Operators who never err'
      : `Operators ${point.operators}`;

/** What a first error leads to with a copilot and with the gate that was asked for, point by point. */
function spreadWords(rows: readonly MeasuredSetting[], each: readonly PropagationFigures[], target: number): string[] {
  const known = rows.filter(({ setting: { arm } }) => arm === 'copilot' || arm === 'selective');
  const all = [...new Set(known.map(({ setting }) => setting.point))].filter(({ grid }) => grid === null);
  const points = [...all.filter(isPaper), ...all.filter((point) => !isPaper(point))];
  const verdicts = judgeR(measurableOf(rows), each);
  const parts = (point: (typeof points)[number]) =>
    known
      .filter(({ setting }) => setting.point === point && (setting.arm === 'copilot' || isAsked(setting, target)))
      .map((row) => {
        const { arm } = row.setting;
        const { errors, rFirst, errorsPerSession, goalMissed } = row.figures;
        const name = arm === 'copilot' ? arm : `${GATED} ${target}`;
        return errors === 0
          ? `${name} no error`
          : [
              `${name} ${inFigures(errorsPerSession)} errors a session, R of first errors ${inFigures(rFirst)}`,
              `(${verdicts.words(row)}), goal missed ${inFigures(goalMissed, 'share')}`,
            ].join(' ');
      })
      .join('; ');
  return points.map((point) => `${operatorsOf(point)}, ${point.world} world: ${parts(point)}.`);
}

/** How many groups spread, and which ones most. */
function spreadersOf(what: string, groups: readonly ErrorGroup[], each: readonly (readonly ErrorGroup[])[]): string[] {
  const { measurable, judged, spreading } = judgeSpread(groups, each);
  if (measurable.length === 0) return [];
  const { more, less, undecided } = judgedTally(judged, 'sessions with an error');
  const named = spreading.slice(0, MOST_NAMED).map(groupWords);
  const corrected = correctedWords(judged, 'false-discovery');
  return [
    [
      `By ${what}, errors of ${more} of ${measurable.length} groups are shown to spread,`,
      `of ${less} to save others, undecided`,
      `${undecided}${corrected === '' ? '' : `, ${corrected}`}${named.length === 0 ? '' : `; most: ${named.join('; ')}`}.`,
    ].join(' '),
  ];
}

function gainWords(results: PropagationResults): string[] {
  const { rows, judged } = judgeGains(results);
  const parts = rows.map(
    (row, at) => `${gainOf(row)}, ${judgedWords(judged[at] as JudgedOver, { more: 'more', less: 'fewer' })}`,
  );
  const corrected = correctedWords(judged, 'holm');
  return parts.length === 0
    ? []
    : [`Missed goals for each 0.1 more of a rate: ${parts.join('; ')}${corrected === '' ? '' : `; ${corrected}`}.`];
}

function oracleWords(rows: readonly MeasuredSetting[]): string {
  const clean = rows.find(({ setting: { arm, point } }) => arm === 'oracle' && point.label === 'clean, calm');
  if (!clean) return 'The oracle gate was not played.';
  const { errors, sessions } = clean.figures;
  return `Oracle gate with clean operators in a calm world: ${formatNumber(errors, 0)} errors in ${sessions} sessions.`;
}

import type { Ranged } from '../../../reports/figures/schema.ts';
import { formatEstimate, formatNumber, formatValue } from '../../../reports/present/format-value.ts';
import { CLEAN, PAPER } from '../../bench/closed-loop/settle-points.ts';
import {
  correctedWords,
  type JudgedOver,
  judgedTally,
  judgedWords,
  judgeOver,
} from '../../bench/data/judge-populations.ts';
import { bracketsOver } from '../../bench/data/populations.ts';
import type { ControlTwins } from './control-twins.ts';
import { correctionWords } from './corrected-gates-table.ts';
import { ALL, type ErrorGroup } from './error-groups.ts';
import { measureErrors } from './measure-errors.ts';
import type { MeasuredSetting } from './measure-setting.ts';
import type { NoiseGainRow } from './noise-gains.ts';
import type { PropagationFigures } from './over-populations.ts';
import { CORRECTED, GATED, type Setting } from './play-settings.ts';
import { besideValue, judgeR } from './r-verdicts.ts';
import type { SafeRow } from './safe-settings.ts';

/** Fewer errors than these are not spoken of. */
const LEAST_TWINS = 20;
/** More groups than these are not named. */
const MOST_NAMED = 3;

export interface PropagationResults extends PropagationFigures {
  readonly epsilon: number;
  /** Of the gates that findings speak of. */
  readonly target: number;
  /** Figures of each population: verdicts are its own. */
  readonly each: readonly PropagationFigures[];
}

/** What was found, in words and numbers. */
export function propagationFindings(results: PropagationResults): string[] {
  return [
    ...answerWords(results.settings, results.target),
    ...(results.each.length === 1
      ? []
      : [
          `${bracketsOver(results.each.length)} Verdicts are each population’s own; counts are of those in which all agree.`,
        ]),
    ...spreadWords(results.settings, results.each, results.target),
    ...apartWords(results.settings, results.target),
    ...afterWords(results.settings, results.target),
    ...correctionWords(results.corrections, results.each, results.target),
    ...spreaders(
      'cause',
      results.causes,
      results.each.map(({ causes }) => causes),
    ),
    ...spreaders(
      'place',
      results.places,
      results.each.map(({ places }) => places),
    ),
    ...spreaders(
      'action',
      results.kinds,
      results.each.map(({ kinds }) => kinds),
    ),
    ...gainWords(results.gains, results.each, results.target),
    safeWords(results.safe, results.epsilon),
    `${controlWords(results.control)} ${oracleWords(results.settings)}`,
  ];
}

const said = (value: Ranged, unit: 'share' | 'points' | 'count' = 'count') => formatEstimate(unit, value);

/** The answer in one sentence, for published operators in a calm world; none where too few errors were made there. */
export function answerWords(rows: readonly MeasuredSetting[], target: number): string[] {
  const shown = rows.filter(
    ({ setting, figures }) =>
      isPaper(setting.point) &&
      setting.point.world === 'calm' &&
      setting.point.grid === null &&
      (setting.arm === 'copilot' || isAsked(setting, target)) &&
      figures.firsts > 0,
  );
  const parts = shown.map(({ setting: { arm }, figures: { rFirst, goalMissed } }) => {
    const name = arm === 'copilot' ? 'with a copilot' : `with the gate at ${target}`;
    return `${said(rFirst)} further ones ${name}, where ${said(goalMissed, 'share')} of cases miss their goal`;
  });
  if (parts.length === 0) return [];
  return [
    `The first error of a case brings ${parts.join(', and ')} (R of first errors, above 1 errors breed; published operators, calm world).`,
  ];
}

/** Who works, where points are spoken of. */
const operatorsOf = (point: Setting['point']) =>
  isPaper(point)
    ? 'Published operators'
    : point.operators === CLEAN.label
      ? 'Operators who never err'
      : `Operators ${point.operators}`;

/** What a first error leads to with a copilot and with the gate that was asked for, and how often that is clear at all. */
function spreadWords(rows: readonly MeasuredSetting[], each: readonly PropagationFigures[], target: number): string[] {
  const known = rows.filter(({ setting: { arm } }) => arm === 'copilot' || arm === 'selective');
  const all = [...new Set(known.map(({ setting }) => setting.point))].filter(({ grid }) => grid === null);
  const points = [...all.filter(isPaper), ...all.filter((point) => !isPaper(point))];
  const measurable = known.filter(({ figures }) => figures.firsts >= LEAST_TWINS);
  const verdicts = judgeR(measurable, each);
  const parts = (point: (typeof points)[number]) =>
    known
      .filter(({ setting }) => setting.point === point && (setting.arm === 'copilot' || isAsked(setting, target)))
      .map((row) => {
        const { arm } = row.setting;
        const { errors, rFirst, errorsPerSession, goalMissed } = row.figures;
        const name = arm === 'copilot' ? arm : `${GATED} ${target}`;
        return errors === 0
          ? `${name} no error`
          : `${name} ${said(errorsPerSession)} errors a session, R of first errors ${said(rFirst)} (${verdicts.words(row)}), goal missed ${said(goalMissed, 'share')}`;
      })
      .join('; ');
  return [
    ...points.map((point) => `${operatorsOf(point)}, ${point.world} world: ${parts(point)}.`),
    ...(measurable.length === 0
      ? []
      : [`R of first errors in ${measurable.length} settings that made at least ${LEAST_TWINS}: ${verdicts.tally}.`]),
  ];
}

const isPaper = ({ operators }: Setting['point']) => operators === PAPER.label;

const isAsked = ({ names }: Setting, target: number) => names.includes(`${GATED} ${target}`);

/** What of R of first errors only seemed right, what is new, and how many first errors do no harm. */
function apartWords(rows: readonly MeasuredSetting[], target: number): string[] {
  const parts = rows
    .filter(
      ({ setting, figures }) =>
        isPaper(setting.point) &&
        (setting.arm === 'copilot' || isAsked(setting, target)) &&
        figures.firsts >= LEAST_TWINS,
    )
    .map(
      ({ setting: { arm, point }, figures: { rFirst, seemingFirst, freshFirst, harmlessFirst } }) =>
        `${arm === 'copilot' ? arm : `${GATED} ${target}`}, ${point.label}: of ${said(rFirst)} further errors ${said(seemingFirst)} seemed right and ${said(freshFirst)} are new; ${said(harmlessFirst, 'share')} of first errors harmless`,
    );
  return parts.length === 0
    ? []
    : [
        `What follows a first error, against its twin, parts into errors that were right as the case then looked and new ones. ${parts.join('. ')}.`,
      ];
}

/** Why errors come in rows: automation is right less often once something has gone wrong. */
function afterWords(rows: readonly MeasuredSetting[], target: number): string[] {
  const parts = rows
    .filter(
      ({ setting, figures }) => isPaper(setting.point) && isAsked(setting, target) && figures.firsts >= LEAST_TWINS,
    )
    .map(
      ({ setting: { point }, figures: { rightBefore, rightAfter, rightInstead } }) =>
        `${point.label}: ${said(rightBefore, 'share')} up to the session’s first error, ${said(rightAfter, 'share')} after it, ${said(rightInstead, 'share')} there in its twin`,
    );
  return parts.length === 0
    ? []
    : [`Gates are set on cases that operators keep sound. What runs by itself is right, ${parts.join('; ')}.`];
}

/** Which errors spread, the worst first: groups of one kind are one family. */
function spreaders(what: string, groups: readonly ErrorGroup[], each: readonly (readonly ErrorGroup[])[]): string[] {
  const measurable = groups.filter(({ of, twins }) => of === ALL && twins >= LEAST_TWINS);
  if (measurable.length === 0) return [];
  const judged = judgeOver(
    measurable.map(({ name }) =>
      besideValue(
        each.map((own) => own.find((group) => group.of === ALL && group.name === name)?.r),
        0,
      ),
    ),
    'false-discovery',
  );
  const { more, less, undecided } = judgedTally(judged, 'sessions with an error');
  const named = measurable
    .filter((_, at) => judged[at] && judged[at].of > 0 && judged[at].more === judged[at].of)
    .sort((a, b) => (b.r.estimate ?? 0) - (a.r.estimate ?? 0))
    .slice(0, MOST_NAMED)
    .map(({ name, r, goalLost }) => `${name} (R ${said(r)}, goals lost ${said(goalLost, 'share')})`);
  const corrected = correctedWords(judged, 'false-discovery');
  return [
    `By ${what}, errors of ${more} of ${measurable.length} groups are shown to spread, of ${less} to save others, undecided ${undecided}${corrected === '' ? '' : `, ${corrected}`}${named.length === 0 ? '' : `; most: ${named.join('; ')}`}.`,
  ];
}

/** Few gains are told, and each by itself: none of the verdicts may be false. */
function gainWords(gains: readonly NoiseGainRow[], each: readonly PropagationFigures[], target: number): string[] {
  const shown = gains.filter(({ setting, gain }) => gain.low !== gain.high && TOLD_GAINS(target).includes(setting));
  const judged = judgeOver(
    shown.map(({ setting, rate }) =>
      besideValue(
        each.map((own) => own.gains.find((one) => one.setting === setting && one.rate === rate)?.gain),
        0,
      ),
    ),
    'holm',
  );
  const parts = shown.map(
    ({ setting, rate, gain }, at) =>
      `${setting} ${said(gain, 'points')} for ${rate}, ${judgedWords(judged[at] as JudgedOver, { more: 'more', less: 'fewer' })}`,
  );
  const corrected = correctedWords(judged, 'holm');
  return parts.length === 0
    ? []
    : [`Missed goals for each 0.1 more of a rate: ${parts.join('; ')}${corrected === '' ? '' : `; ${corrected}`}.`];
}

const TOLD_GAINS = (target: number) => ['copilot', `${GATED} ${target}`, `${CORRECTED} ${target}`];

/** The safe setting of each point, without and with correction. */
function safeWords(rows: readonly SafeRow[], epsilon: number): string {
  const points = [...new Set(rows.map(({ point }) => point))].filter(({ grid }) => grid === null);
  const part = ({ best, leastBound, corrected }: SafeRow) =>
    `${corrected ? 'corrected ' : ''}${best ? formatValue('share', best.coverage) : `none (at best ${formatValue('share', leastBound)} may miss their goal)`}`;
  const parts = points.map(
    (point) =>
      `${point.label} ${rows
        .filter((row) => row.point === point)
        .map(part)
        .join(', ')}`,
  );
  return `Safe automation, at most ${formatValue('share', epsilon)} of goals missed: ${parts.join('; ')}.`;
}

function controlWords({ same, strayed, other }: ControlTwins): string {
  const { r, goalLost } = measureErrors(other);
  const exact =
    strayed === 0 ? `none of ${same} strays` : `${strayed} of ${same} stray: the twins are not to be trusted`;
  return `Control: of twins with the same action forced ${exact}; another right action in place of the usual one has R ${said(r)} and loses ${said(goalLost, 'share')} of goals (${other.length} twins).`;
}

function oracleWords(rows: readonly MeasuredSetting[]): string {
  const clean = rows.find(({ setting: { arm, point } }) => arm === 'oracle' && point.label === 'clean, calm');
  if (!clean) return 'The oracle gate was not played.';
  const { errors, sessions } = clean.figures;
  return `Oracle gate with clean operators in a calm world: ${formatNumber(errors, 0)} errors in ${sessions} sessions.`;
}

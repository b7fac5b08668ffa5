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

/** What was found, in few words: the answer first. */
export function propagationFindings(results: PropagationResults): string[] {
  const { settings, each, target } = results;
  return [
    ...answerWords(settings, target),
    ...breedingWords(settings, each),
    ...apartWords(settings.filter(isCalm), target),
    ...afterWords(settings.filter(isCalm), target),
    ...worstWords(results),
    ...costWords(results),
    safeWords(results.safe, results.epsilon),
    ...(results.control.strayed > 0 ? [controlWords(results.control)] : []),
  ];
}

/** The same point by point, each verdict with what would decide it, for whoever looks closer. */
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

type Grouping = 'causes' | 'places' | 'kinds';
const ownGroups = (each: readonly PropagationFigures[], by: Grouping) => each.map((own) => own[by]);

const isCalm = ({ setting: { point } }: MeasuredSetting) => point.world === 'calm' && point.grid === null;

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
          : `${name} ${said(errorsPerSession)} errors a session, R of first errors ${said(rFirst)} (${verdicts.words(row)}), goal missed ${said(goalMissed, 'share')}`;
      })
      .join('; ');
  return points.map((point) => `${operatorsOf(point)}, ${point.world} world: ${parts(point)}.`);
}

/** Settings that play with suggestions and made enough errors to speak of. */
const measurableOf = (rows: readonly MeasuredSetting[]) =>
  rows.filter(
    ({ setting: { arm }, figures }) => (arm === 'copilot' || arm === 'selective') && figures.firsts >= LEAST_TWINS,
  );

/** In how many settings errors breed, of all that can tell. */
function breedingWords(rows: readonly MeasuredSetting[], each: readonly PropagationFigures[]): string[] {
  const measurable = measurableOf(rows);
  return measurable.length === 0
    ? []
    : [`R of first errors in ${measurable.length} settings: ${judgeR(measurable, each).tally}.`];
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
        `${arm === 'copilot' ? arm : `${GATED} ${target}`}, ${point.label}: of ${said(rFirst)}, ${said(seemingFirst)} seemed right and ${said(freshFirst)} are new; ${said(harmlessFirst, 'share')} of first errors do no harm`,
    );
  return parts.length === 0
    ? []
    : [
        `Of the errors that follow the first, some seemed right as the case then looked, the others are new. ${parts.join('. ')}.`,
      ];
}

/** Why errors come in rows: automation is right less often once something has gone wrong. */
function afterWords(rows: readonly MeasuredSetting[], target: number): string[] {
  const parts = rows
    .filter(
      ({ setting, figures }) =>
        isPaper(setting.point) &&
        isAsked(setting, target) &&
        figures.firsts >= LEAST_TWINS &&
        figures.rightBefore.estimate !== null,
    )
    .map(
      ({ setting: { point }, figures: { rightBefore, rightAfter, rightInstead } }) =>
        `${point.label}: ${said(rightBefore, 'share')} up to the first error, ${said(rightAfter, 'share')} after it (in the twin ${said(rightInstead, 'share')})`,
    );
  return parts.length === 0 ? [] : [`Gates are set on sound cases. What runs by itself is right, ${parts.join('; ')}.`];
}

/** Groups that are shown to spread in every population, the worst first: groups of one kind are one family. */
function judgeSpread(groups: readonly ErrorGroup[], each: readonly (readonly ErrorGroup[])[]) {
  const measurable = groups.filter(({ of, twins }) => of === ALL && twins >= LEAST_TWINS);
  const judged = judgeOver(
    measurable.map(({ name }) =>
      besideValue(
        each.map((own) => own.find((group) => group.of === ALL && group.name === name)?.r),
        0,
      ),
    ),
    'false-discovery',
  );
  const spreading = measurable
    .filter((_, at) => judged[at] && judged[at].of > 0 && judged[at].more === judged[at].of)
    .sort((a, b) => (b.r.estimate ?? 0) - (a.r.estimate ?? 0));
  return { measurable, judged, spreading };
}

const groupWords = ({ name, r, goalLost }: ErrorGroup) =>
  `${name} (R ${said(r)}, goals lost ${said(goalLost, 'share')})`;

/** How many groups spread, and which ones most. */
function spreadersOf(what: string, groups: readonly ErrorGroup[], each: readonly (readonly ErrorGroup[])[]): string[] {
  const { measurable, judged, spreading } = judgeSpread(groups, each);
  if (measurable.length === 0) return [];
  const { more, less, undecided } = judgedTally(judged, 'sessions with an error');
  const named = spreading.slice(0, MOST_NAMED).map(groupWords);
  const corrected = correctedWords(judged, 'false-discovery');
  return [
    `By ${what}, errors of ${more} of ${measurable.length} groups are shown to spread, of ${less} to save others, undecided ${undecided}${corrected === '' ? '' : `, ${corrected}`}${named.length === 0 ? '' : `; most: ${named.join('; ')}`}.`,
  ];
}

/** The errors that spread most, by cause and by action. */
function worstWords({ causes, kinds, each }: PropagationResults): string[] {
  const worst = [judgeSpread(causes, ownGroups(each, 'causes')), judgeSpread(kinds, ownGroups(each, 'kinds'))].flatMap(
    ({ spreading }) => spreading.slice(0, 1).map(groupWords),
  );
  return worst.length === 0 ? [] : [`Errors that spread most, by cause and by action: ${worst.join('; ')}.`];
}

/** What rates of noise cost in goals: few figures, each by itself, so none of the verdicts may be false. */
function judgeGains({ gains, each, target }: PropagationResults) {
  const settings = ['copilot', `${GATED} ${target}`, `${CORRECTED} ${target}`];
  const rows = gains.filter(({ setting, gain }) => gain.low !== gain.high && settings.includes(setting));
  const judged = judgeOver(
    rows.map(({ setting, rate }) =>
      besideValue(
        each.map((own) => own.gains.find((one) => one.setting === setting && one.rate === rate)?.gain),
        0,
      ),
    ),
    'holm',
  );
  return { rows, judged };
}

const gainOf = ({ setting, rate, gain }: NoiseGainRow) => `${setting} ${said(gain, 'points')} for ${rate}`;

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

/** Those of the costs that all populations agree on. */
function costWords(results: PropagationResults): string[] {
  const { rows, judged } = judgeGains(results);
  const agreed = rows.filter((_, at) => {
    const { of, more, less } = judged[at] as JudgedOver;
    return of > 0 && (more === of || less === of);
  });
  return agreed.length === 0
    ? []
    : [`Missed goals for each 0.1 more of a rate, where that is clear: ${agreed.map(gainOf).join('; ')}.`];
}

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

import type { Ranged } from '../../../reports/figures/schema.ts';
import { countOf, formatEstimate, formatValue } from '../../../reports/present/format-value.ts';
import type { ErrorGroup } from '../../../reports/propagation/error-groups.ts';
import { measureErrors } from '../../../reports/propagation/measure-errors.ts';
import { PAPER } from '../../bench/closed-loop/settle-points.ts';
import { type JudgedOver, judgeOver } from '../../bench/data/judge-populations.ts';
import type { ControlTwins } from '../../deployment/control-twins.ts';
import { ALL } from './error-groups.ts';
import type { MeasuredSetting } from './measure-setting.ts';
import type { NoiseGainRow } from './noise-gains.ts';
import type { PropagationFigures } from './over-populations.ts';
import { CORRECTED, GATED, type Setting } from './play-settings.ts';
import { besideValue, judgeR } from './r-verdicts.ts';
import type { SafeRow } from './safe-settings.ts';

/** Fewer errors than these are not spoken of. */
const LEAST_TWINS = 20;

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

type Grouping = 'causes' | 'places' | 'kinds';
export const ownGroups = (each: readonly PropagationFigures[], by: Grouping) => each.map((own) => own[by]);

const isCalm = ({ setting: { point } }: MeasuredSetting) => point.world === 'calm' && point.grid === null;

export const inFigures = (value: Ranged, unit: 'share' | 'points' | 'count' = 'count') => formatEstimate(unit, value);

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
    return `${inFigures(rFirst)} further ones ${name}, where ${inFigures(goalMissed, 'share')} of cases miss their goal`;
  });
  if (parts.length === 0) return [];
  return [
    `The first error of a case brings ${parts.join(', and ')} (R of first errors, above 1 errors breed; published operators, calm world).`,
  ];
}

/** Settings that play with suggestions and made enough errors to speak of. */
export const measurableOf = (rows: readonly MeasuredSetting[]) =>
  rows.filter(
    ({ setting: { arm }, figures }) => (arm === 'copilot' || arm === 'selective') && figures.firsts >= LEAST_TWINS,
  );

/** In how many settings errors breed, of all that can tell. */
function breedingWords(rows: readonly MeasuredSetting[], each: readonly PropagationFigures[]): string[] {
  const measurable = measurableOf(rows);
  return measurable.length === 0
    ? []
    : [`R of first errors in ${countOf(measurable.length, 'setting')}: ${judgeR(measurable, each).tally}.`];
}

export const isPaper = ({ operators }: Setting['point']) => operators === PAPER.label;

export const isAsked = ({ names }: Setting, target: number) => names.includes(`${GATED} ${target}`);

/** What of R of first errors only seemed right, what is new, and how many first errors do no harm. */
export function apartWords(rows: readonly MeasuredSetting[], target: number): string[] {
  const parts = rows
    .filter(
      ({ setting, figures }) =>
        isPaper(setting.point) &&
        (setting.arm === 'copilot' || isAsked(setting, target)) &&
        figures.firsts >= LEAST_TWINS,
    )
    .map(({ setting: { arm, point }, figures: { rFirst, seemingFirst, freshFirst, harmlessFirst } }) =>
      [
        `${arm === 'copilot' ? arm : `${GATED} ${target}`}, ${point.label}:`,
        `of ${inFigures(rFirst)}, ${inFigures(seemingFirst)} seemed right and ${inFigures(freshFirst)} are new;`,
        `${inFigures(harmlessFirst, 'share')} of first errors do no harm`,
      ].join(' '),
    );
  return parts.length === 0
    ? []
    : [
        `Of the errors that follow the first, some seemed right as the case then looked, the others are new. ${parts.join('. ')}.`,
      ];
}

/** Why errors come in rows: automation is right less often once something has gone wrong. */
export function afterWords(rows: readonly MeasuredSetting[], target: number): string[] {
  const parts = rows
    .filter(
      ({ setting, figures }) =>
        isPaper(setting.point) &&
        isAsked(setting, target) &&
        figures.firsts >= LEAST_TWINS &&
        figures.rightBefore.estimate !== null,
    )
    .map(({ setting: { point }, figures: { rightBefore, rightAfter, rightInstead } }) =>
      [
        `${point.label}: ${inFigures(rightBefore, 'share')} up to the first error,`,
        `${inFigures(rightAfter, 'share')} after it (in the twin ${inFigures(rightInstead, 'share')})`,
      ].join(' '),
    );
  return parts.length === 0 ? [] : [`Gates are set on sound cases. What runs by itself is right, ${parts.join('; ')}.`];
}

/** Groups that are shown to spread in every population, the worst first: groups of one kind are one family. */
export function judgeSpread(groups: readonly ErrorGroup[], each: readonly (readonly ErrorGroup[])[]) {
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

export const groupWords = ({ name, r, goalLost }: ErrorGroup) =>
  `${name} (R ${inFigures(r)}, goals lost ${inFigures(goalLost, 'points')})`;

/** The errors that spread most, by cause and by action. */
function worstWords({ causes, kinds, each }: PropagationResults): string[] {
  const worst = [judgeSpread(causes, ownGroups(each, 'causes')), judgeSpread(kinds, ownGroups(each, 'kinds'))].flatMap(
    ({ spreading }) => spreading.slice(0, 1).map(groupWords),
  );
  return worst.length === 0 ? [] : [`Errors that spread most, by cause and by action: ${worst.join('; ')}.`];
}

/** What rates of noise cost in goals: few figures, each by itself, so none of the verdicts may be false. */
export function judgeGains({ gains, each, target }: PropagationResults) {
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

export const gainOf = ({ setting, rate, gain }: NoiseGainRow) => `${setting} ${inFigures(gain, 'points')} for ${rate}`;

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
  const share = (value: number) => formatValue('share', value);
  const part = ({ best, leastBound, corrected }: SafeRow) =>
    `${corrected ? 'corrected ' : ''}${best ? share(best.coverage) : `none (at best ${share(leastBound)} may miss their goal)`}`;
  const parts = points.map(
    (point) =>
      `${point.label} ${rows
        .filter((row) => row.point === point)
        .map(part)
        .join(', ')}`,
  );
  return `Safe automation, at most ${formatValue('share', epsilon)} of goals missed: ${parts.join('; ')}.`;
}

export function controlWords({ same, strayed, other }: ControlTwins): string {
  const { r, goalLost } = measureErrors(other);
  const exact =
    strayed === 0 ? `none of ${same} strays` : `${strayed} of ${same} stray: the twins are not to be trusted`;
  return [
    `Control: of twins with the same action forced ${exact};`,
    `another right action in place of the usual one has R ${inFigures(r)} and loses ${inFigures(goalLost, 'points')} of`,
    `goals (${countOf(other.length, 'twin')}).`,
  ].join(' ');
}

import type { Ranged } from '../../../reports/figures/schema.ts';
import { formatEstimate, formatNumber, formatValue } from '../../../reports/present/format-value.ts';
import { bracketsOver } from '../populations.ts';
import { PAPER } from '../settle/settle-points.ts';
import type { ControlTwins } from './control-twins.ts';
import { correctionWords } from './corrections-table.ts';
import { ALL, type ErrorGroup } from './error-groups.ts';
import { measureErrors } from './measure-errors.ts';
import type { NoiseGainRow } from './noise-gains.ts';
import type { PropagationFigures } from './over-populations.ts';
import { CORRECTED, GATED, type Setting } from './play-settings.ts';
import type { SafeRow } from './safe-settings.ts';
import type { MeasuredSetting } from './setting-row.ts';

/** Fewer errors than these are not spoken of. */
const LEAST_TWINS = 20;
/** More groups than these are not named. */
const MOST_NAMED = 3;

export interface PropagationResults extends PropagationFigures {
  readonly epsilon: number;
  /** Of the gates that findings speak of. */
  readonly target: number;
  readonly populations: number;
}

/** What was found, in words and numbers. */
export function propagationFindings(results: PropagationResults): string[] {
  return [
    ...(results.populations === 1
      ? []
      : [`${bracketsOver(results.populations)} Surely, above and below are said of what is so in every population.`]),
    ...spreadWords(results.settings, results.target),
    ...apartWords(results.settings, results.target),
    ...afterWords(results.settings, results.target),
    ...correctionWords(results.corrections, results.target),
    ...spreaders('cause', results.causes),
    ...spreaders('place', results.places),
    ...spreaders('action', results.kinds),
    ...gainWords(results.gains, results.target),
    safeWords(results.safe, results.epsilon),
    `${controlWords(results.control)} ${oracleWords(results.settings)}`,
  ];
}

const said = (value: Ranged, unit: 'share' | 'points' | 'count' = 'count') => formatEstimate(unit, value);

/** Where R lies beside 1 and beside 0. */
function verdict({ low, high }: Ranged): string {
  if (low === null || high === null) return 'too few errors to tell';
  if (low > 1) return 'above 1';
  if (high >= 1) return low > 0 ? 'above 0, undecided beside 1' : 'undecided';
  if (low > 0) return 'above 0 and below 1';
  return high < 0 ? 'below 0' : 'below 1, no different from 0';
}

/** What a first error leads to with a copilot and with the gate that was asked for, and how often that is clear at all. */
function spreadWords(rows: readonly MeasuredSetting[], target: number): string[] {
  const known = rows.filter(({ setting: { arm } }) => arm === 'copilot' || arm === 'selective');
  const all = [...new Set(known.map(({ setting }) => setting.point))].filter(({ grid }) => grid === null);
  const points = [...all.filter(isPaper), ...all.filter((point) => !isPaper(point))];
  const parts = (point: (typeof points)[number]) =>
    known
      .filter(({ setting }) => setting.point === point && (setting.arm === 'copilot' || isAsked(setting, target)))
      .map(({ setting: { arm }, figures: { errors, rFirst, errorsPerSession, goalMissed } }) => {
        const name = arm === 'copilot' ? arm : `${GATED} ${target}`;
        return errors === 0
          ? `${name} no error`
          : `${name} ${said(errorsPerSession)} errors a session, R of first errors ${said(rFirst)} (${verdict(rFirst)}), goal missed ${said(goalMissed, 'share')}`;
      })
      .join('; ');
  const told = known.filter(({ figures }) => figures.firsts >= LEAST_TWINS);
  const tally = (is: (r: Ranged) => boolean) => told.filter(({ figures }) => is(figures.rFirst)).length;
  return [
    ...points.map((point) => `Operators ${point.operators}, ${point.world} world: ${parts(point)}.`),
    ...(told.length === 0
      ? []
      : [
          `R of first errors in ${told.length} settings that made at least ${LEAST_TWINS}: surely above 1 in ${tally(({ low }) => low !== null && low > 1)}, surely above 0 in ${tally(({ low }) => low !== null && low > 0)}, surely below 1 in ${tally(({ high }) => high !== null && high < 1)}.`,
        ]),
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

/** Which errors surely spread, the worst first. */
function spreaders(what: string, groups: readonly ErrorGroup[]): string[] {
  const told = groups.filter(({ of, twins }) => of === ALL && twins >= LEAST_TWINS);
  if (told.length === 0) return [];
  const spread = told.filter(({ r }) => (r.low ?? 0) > 0).sort((a, b) => (b.r.estimate ?? 0) - (a.r.estimate ?? 0));
  const named = spread
    .slice(0, MOST_NAMED)
    .map(({ name, r, goalLost }) => `${name} (R ${said(r)}, goals lost ${said(goalLost, 'share')})`);
  return [
    spread.length > 0
      ? `Errors that surely spread, by ${what}, ${spread.length} of ${told.length} groups; most: ${named.join('; ')}.`
      : `By ${what}, none of ${told.length} groups of errors surely spreads.`,
  ];
}

function gainWords(gains: readonly NoiseGainRow[], target: number): string[] {
  const told = gains.filter(({ setting, gain }) => gain.low !== gain.high && TOLD_GAINS(target).includes(setting));
  const parts = told.map(({ setting, rate, gain }) => {
    const unclear = (gain.low ?? 0) <= 0 && (gain.high ?? 0) >= 0 ? ', undecided' : '';
    return `${setting} ${said(gain, 'points')} for ${rate}${unclear}`;
  });
  return parts.length === 0 ? [] : [`Missed goals for each 0.1 more of a rate: ${parts.join('; ')}.`];
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

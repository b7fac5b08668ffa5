import type { Ranged } from '../../../reports/figures/schema.ts';
import { formatInterval, formatNumber, formatValue } from '../../../reports/present/format-value.ts';
import type { ControlTwins } from './control-twins.ts';
import { ALL, type ErrorGroup } from './error-groups.ts';
import { measureErrors } from './measure-errors.ts';
import type { NoiseGainRow } from './noise-gains.ts';
import type { MeasuredSetting } from './propagation-tables.ts';
import type { SafeRow } from './safe-settings.ts';

/** Fewer errors than these are not spoken of. */
const LEAST_TWINS = 20;
/** More groups than these are counted, not named. */
const MOST_NAMED = 5;

export interface PropagationResults {
  readonly settings: readonly MeasuredSetting[];
  readonly causes: readonly ErrorGroup[];
  readonly places: readonly ErrorGroup[];
  readonly kinds: readonly ErrorGroup[];
  readonly gains: readonly NoiseGainRow[];
  readonly safe: readonly SafeRow[];
  readonly control: ControlTwins;
  readonly epsilon: number;
}

/** What was found, in words and numbers. */
export function propagationFindings(results: PropagationResults): string[] {
  return [
    ...spreadWords(results.settings),
    ...afterWords(results.settings),
    ...spreaders('cause', results.causes),
    ...spreaders('place', results.places),
    ...spreaders('action', results.kinds),
    ...gainWords(results.gains),
    safeWords(results.safe, results.epsilon),
    controlWords(results.control),
    oracleWords(results.settings),
  ];
}

const said = (value: Ranged, unit: 'share' | 'count' = 'count') =>
  `${formatValue(unit, value.estimate)} ${formatInterval(unit, value)}`.trim();

/** Where R lies beside 1 and beside 0. */
function verdict({ low, high }: Ranged): string {
  if (low === null || high === null) return 'too few errors to tell';
  if (low > 1) return 'above 1';
  if (high >= 1) return low > 0 ? 'above 0, inconclusive beside 1' : 'inconclusive';
  if (low > 0) return 'above 0 and below 1';
  return high < 0 ? 'below 0' : 'below 1, no different from 0 beyond the noise floor';
}

/** What a first error leads to, for clean and published operators in both worlds; and how often that is clear at all. */
function spreadWords(rows: readonly MeasuredSetting[]): string[] {
  const known = rows.filter(({ setting: { arm } }) => arm === 'copilot' || arm === 'selective');
  const points = [...new Set(known.map(({ setting }) => setting.point))].filter(({ grid }) => grid === null);
  const parts = (point: (typeof points)[number]) =>
    known
      .filter(({ setting }) => setting.point === point)
      .map(({ setting: { name }, figures: { errors, rFirst, errorsPerSession, goalMissed } }) =>
        errors === 0
          ? `${name}: no error`
          : `${name}: ${said(errorsPerSession)} errors a session; a first error brings about R ${said(rFirst)} more (${verdict(rFirst)}); goal missed in ${said(goalMissed, 'share')}`,
      )
      .join('. ');
  const told = known.filter(({ figures }) => figures.firsts >= LEAST_TWINS);
  const tally = (is: (r: Ranged) => boolean) => told.filter(({ figures }) => is(figures.rFirst)).length;
  return [
    ...points.map((point) => `Operators ${point.operators}, ${point.world} world. ${parts(point)}.`),
    `R of first errors over all ${told.length} settings with at least ${LEAST_TWINS} of them: surely above 1 in ${tally(({ low }) => low !== null && low > 1)}, surely below 1 in ${tally(({ high }) => high !== null && high < 1)}, inconclusive in the others; surely above 0 in ${tally(({ low }) => low !== null && low > 0)}.`,
  ];
}

/** Why errors come in rows: automation is right less often once something has gone wrong. */
function afterWords(rows: readonly MeasuredSetting[]): string[] {
  const gated = rows.filter(({ setting: { arm, point }, figures }) => {
    const { grid } = point;
    return arm === 'selective' && grid === null && figures.firsts >= LEAST_TWINS;
  });
  const parts = gated.map(
    ({ setting: { name, point }, figures: { rightBefore, rightAfter, rightInstead } }) =>
      `${point.label}, ${name}: ${said(rightBefore, 'share')}, then ${said(rightAfter, 'share')} instead of ${said(rightInstead, 'share')}`,
  );
  return parts.length === 0
    ? []
    : [
        `Gates are set on cases that operators keep sound. How often what runs by itself is right up to a session’s first error, then after it, instead of what its twin shows there: ${parts.join('; ')}.`,
      ];
}

/** Which errors spread most, and which do not, among those of which there are enough. */
function spreaders(what: string, groups: readonly ErrorGroup[]): string[] {
  const all = groups.filter(({ of }) => of === ALL);
  const told = all.filter(({ r, twins }) => twins >= LEAST_TWINS && r.low !== null && r.high !== null);
  const spread = told.filter(({ r }) => (r.low ?? 0) > 0).sort((a, b) => (b.r.estimate ?? 0) - (a.r.estimate ?? 0));
  const fewer = told.filter(({ r }) => (r.high ?? 0) < 0);
  const open = told.filter((group) => !spread.includes(group) && !fewer.includes(group));
  const few = all.filter((group) => !told.includes(group));
  const list = (some: readonly ErrorGroup[]) =>
    some
      .slice(0, MOST_NAMED)
      .map(({ name, r, goalLost }) => `${name} (R ${said(r)}, goals lost ${said(goalLost, 'share')})`)
      .join('; ') + (some.length > MOST_NAMED ? `; and ${some.length - MOST_NAMED} more` : '');
  return [
    spread.length > 0 ? `Errors that spread, by ${what}: ${list(spread)}.` : `By ${what}, no error surely spreads.`,
    ...(fewer.length > 0 ? [`Followed by fewer errors than their twins, by ${what}: ${list(fewer)}.`] : []),
    ...(open.length > 0 ? [`Inconclusive by ${what}, R no different from 0: ${list(open)}.`] : []),
    ...(few.length > 0
      ? [`Too few to say anything, by ${what}: ${few.map(({ name, twins }) => `${name} (${twins})`).join(', ')}.`]
      : []),
  ];
}

function gainWords(gains: readonly NoiseGainRow[]): string[] {
  if (gains.length === 0) return [];
  const parts = gains
    .filter(({ gain }) => gain.low !== gain.high)
    .map(({ setting, rate, gain }) => {
      const unclear =
        gain.low !== null && gain.high !== null && gain.low <= 0 && gain.high >= 0 ? ', inconclusive' : '';
      return `${setting} ${said(gain, 'share')} for ${rate}${unclear}`;
    });
  return [`Noise gain, points of missed goals for each 0.1 of the rate: ${parts.join('; ')}.`];
}

function safeWords(rows: readonly SafeRow[], epsilon: number): string {
  const parts = rows.map(({ point, best, leastBound }) =>
    best
      ? `${point.label}: ${formatValue('share', best.coverage)} (${best.label})`
      : `${point.label}: none, the safest setting promises ${formatValue('share', leastBound)}`,
  );
  return `Safe automation at ε ${formatValue('share', epsilon)}: ${parts.join('; ')}.`;
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

import type { NightCheck, NightVerdict, Tier } from '../../../reports/nightly/night.ts';
import { countOf, countOfMany, formatEstimate, formatValue, type Unit } from '../../../reports/present/format-value.ts';
import { decidingWords } from '../../../reports/present/judgement-words.ts';
import { sentence } from '../../../reports/present/sentence.ts';
import { comparePairs, type RunDifference } from '../../../reports/stats/compare-pairs.ts';
import { holm } from '../../../reports/stats/judge-family.ts';
import { sessionsToJudge } from '../../../reports/stats/verdict.ts';
import type { Metric } from '../../contract/metric.ts';
import { UsageError } from '../../runner/exit-code.ts';
import { LAYER_WORDS } from '../compare/classify-difference.ts';
import { flipsOf, type LayerDifference } from '../compare/compare-runs.ts';
import type { CellOfRun, MeasuredCell } from '../compare/run-sums.ts';
import { FEWEST_SESSIONS, type Margin, type Rule, type Rules } from './rules.ts';

/** Error rate of all checks of a night together. */
const LEVEL = 0.05;
/** Sessions that a check shows. */
const FLIPS_SHOWN = 5;

/** A rule in one cell. */
interface Ruled {
  readonly rule: Rule;
  readonly cell: MeasuredCell;
  readonly better: 'higher' | 'lower';
  readonly difference: RunDifference;
  readonly margin: number;
}

export interface NightInput {
  readonly rules: Rules;
  /** Whether a rule whose metric neither run measures is passed over: so it is with rules that fit many experiments. */
  readonly lenient: boolean;
  readonly metrics: readonly Metric[];
  readonly measured: readonly MeasuredCell[];
  /** Null: only sums are known of the base run. */
  readonly layers: readonly LayerDifference[] | null;
  /** The command that shows a session of the new run. */
  readonly show: (session: string) => string;
}

/** Every check of a night, the worst first. Throws: `UsageError` where a rule names no metric, or one without direction. */
export function judgeNight({ rules, lenient, metrics, measured, layers, show }: NightInput): NightCheck[] {
  const found = rules.checks.map((rule) => ({ rule, ruled: applyRule(rule, metrics, measured) }));
  const all = found.flatMap(({ ruled }) => ruled);
  const { shown, confidence } = worseShown(all);
  const checks = [
    ...all.map((ruled) => checkOf(ruled, { isWorse: shown.has(ruled), confidence }, show)),
    ...found.flatMap(({ rule, ruled }) => (ruled.length > 0 || lenient ? [] : [missing(rule, metrics)])),
    ...(layers ?? []).flatMap((layer) => layerCheck(layer, rules.layers?.[layer.layer] ?? 'watch')),
  ];
  const order: readonly NightVerdict[] = ['FAIL', 'UNDECIDED', 'WARN', 'PASS'];
  const tiers: readonly Tier[] = ['must', 'should', 'watch'];
  const rank = ({ verdict, tier }: NightCheck) => order.indexOf(verdict) * tiers.length + tiers.indexOf(tier);
  return checks.toSorted((a, b) => rank(a) - rank(b));
}

function applyRule(rule: Rule, metrics: readonly Metric[], measured: readonly MeasuredCell[]): Ruled[] {
  const metric = metricOf(rule, metrics);
  const better = rule.better ?? metric.better;
  if (better === null)
    throw new UsageError(
      `${rule.metric} has no good direction of its own: add "better": "higher" or "lower" to its rule.`,
    );
  const cells = measured.filter((cell) => cell.metric === metric && concerns(rule, cell.of));
  return cells.map((cell) => {
    const difference = comparePairs(cell.pairs, metric.unit, better);
    return { rule, cell, better, difference, margin: marginOf(rule.margin, difference) };
  });
}

function metricOf({ metric }: Rule, metrics: readonly Metric[]): Metric {
  const name = metric.replaceAll('-', '_');
  const found = metrics.find((one) => one.name === name);
  if (!found)
    throw new UsageError(`No metric is called ${metric}: known are ${metrics.map((one) => one.name).join(', ')}.`);
  return found;
}

/** A cell, as a night names it. */
export const cellName = ({ part, arm, noise }: CellOfRun) => [part, arm, noise].filter((one) => one !== '').join(', ');

const concerns = ({ arms, part }: Rule, of: CellOfRun) =>
  (arms?.includes(of.arm) ?? true) && (part === undefined || of.part.includes(part));

function marginOf(margin: Margin | undefined, { margin: usual, base }: RunDifference): number {
  if (!margin) return usual;
  const { absolute = 0, relative = 0, floor = 0 } = margin;
  return Math.max(absolute, relative * Math.abs(base ?? 0), floor);
}

/**
 * Checks that are shown to be worse, at 5 % for all of those that must or should hold together, and the confidence that
 * it takes to show it of one more.
 */
function worseShown(all: readonly Ruled[]): { readonly shown: ReadonlySet<Ruled>; readonly confidence: number } {
  const tested = all.filter(
    ({ rule, difference }) => rule.tier !== 'watch' && !difference.unchanged && difference.p !== null,
  );
  const raised = holm(tested.map(({ difference }) => difference.p as number));
  const apart = tested.filter((_, at) => raised[at]! < LEVEL);
  return {
    shown: new Set(apart.filter((one) => lossOf(one) > 0)),
    confidence: 1 - LEVEL / Math.max(1, tested.length - apart.length),
  };
}

/** How much worse the new run is; negative where it is better. */
function lossOf({ difference: { estimate }, better }: Ruled): number {
  return (better === 'higher' ? -1 : 1) * (estimate ?? 0);
}

/** The largest loss that the interval holds; null without one. */
function worstOf({ difference: { low, high }, better }: Ruled): number | null {
  const end = better === 'higher' ? low : high;
  return end === null ? null : better === 'higher' ? -end : end;
}

function verdictOf(ruled: Ruled, isWorse: boolean): NightVerdict {
  const { rule, difference, margin } = ruled;
  if (difference.unchanged) return 'PASS';
  if (difference.of < (rule.fewestSessions ?? FEWEST_SESSIONS)) return 'UNDECIDED';
  if (isWorse && lossOf(ruled) > margin) return 'FAIL';
  const worst = worstOf(ruled);
  if (worst !== null && worst <= margin) return 'PASS';
  return isWorse ? 'WARN' : 'UNDECIDED';
}

/** How many sessions would decide an undecided check in 80 % of nights; null where no number is known to. */
function neededFor(ruled: Ruled, confidence: number): number | null {
  const { rule, difference, margin } = ruled;
  if (difference.spread === null) return null;
  const { fewestSessions = FEWEST_SESSIONS } = rule;
  const needed = sessionsToJudge({ difference: lossOf(ruled), margin, spread: difference.spread }, confidence);
  return needed && Math.max(needed, fewestSessions);
}

interface Shown {
  readonly isWorse: boolean;
  readonly confidence: number;
}

function checkOf(ruled: Ruled, { isWorse, confidence }: Shown, show: NightInput['show']): NightCheck {
  const { rule, cell, better, difference, margin } = ruled;
  const { metric, of } = cell;
  const verdict = verdictOf(ruled, isWorse);
  const sessionsToDecide = verdict === 'UNDECIDED' ? neededFor(ruled, confidence) : null;
  const deciding = verdict === 'UNDECIDED' ? ` ${sentence(decidingWords(sessionsToDecide, difference.clusters))}` : '';
  const flips = verdict === 'PASS' ? [] : flipsOf(cell, better).slice(0, FLIPS_SHOWN);
  return {
    metric: metric.name,
    title: metric.title,
    cell: cellName(of),
    tier: rule.tier,
    verdict,
    sentence: sentenceOf(ruled) + deciding,
    unit: metric.unit,
    base: difference.base,
    next: difference.next,
    difference: { estimate: difference.estimate, low: difference.low, high: difference.high },
    margin,
    sessions: difference.of,
    clusters: difference.clusters,
    sessionsToDecide,
    worse: better === 'higher' ? difference.fell : difference.rose,
    better: better === 'higher' ? difference.rose : difference.fell,
    flips: flips.map(({ session, play, base, next }) => ({
      session,
      play,
      before: formatValue(metric.unit, base),
      now: formatValue(metric.unit, next),
      command: show(session),
    })),
  };
}

function sentenceOf({ rule, cell: { metric }, difference, margin }: Ruled): string {
  if (difference.unchanged) return 'Every session adds the same in both runs.';
  const unit: Unit = metric.unit === 'share' ? 'points' : metric.unit;
  const [before, now] = [difference.base, difference.next].map((value) => formatValue(metric.unit, value));
  const change = formatEstimate(unit, difference);
  const fewest = rule.fewestSessions ?? FEWEST_SESSIONS;
  const few =
    difference.of < fewest ? ` ${countOfMany(difference.of, difference.clusters)}, and ${fewest} are asked for.` : '';
  return `${before} before, ${now} now: ${change}; a loss of ${formatValue(unit, margin)} is allowed.${few}`;
}

/** A rule that no cell of both runs answers: never a pass. */
function missing(rule: Rule, metrics: readonly Metric[]): NightCheck {
  const { name, title, unit } = metricOf(rule, metrics);
  return {
    ...NOTHING,
    metric: name,
    title,
    unit,
    cell: [rule.part, ...(rule.arms ?? [])].filter((one) => one !== undefined).join(', '),
    tier: rule.tier,
    verdict: 'UNDECIDED',
    sentence: 'It is measured in no cell that both runs have.',
  };
}

function layerCheck({ layer, episodes, steps, first }: LayerDifference, tier: Tier): NightCheck[] {
  const { what, from } = LAYER_WORDS[layer];
  const where = `${first.play}, ${first.cell}, session ${first.session}, step ${first.step}`;
  return [
    {
      ...NOTHING,
      metric: layer,
      title: what,
      cell: '',
      tier,
      verdict: tier === 'watch' ? 'PASS' : 'FAIL',
      sentence: [
        `${what} (${from}) differ in ${countOf(steps, 'step')} of ${countOf(episodes, 'episode')}, first in ${where}:`,
        `${first.field} ${first.base} before, ${first.next} now.`,
      ].join(' '),
      worse: episodes,
    },
  ];
}

const NOTHING = {
  unit: 'count',
  base: null,
  next: null,
  difference: { estimate: null, low: null, high: null },
  margin: 0,
  sessions: 0,
  clusters: 'sessions',
  sessionsToDecide: null,
  worse: 0,
  better: 0,
  flips: [],
} satisfies Partial<NightCheck>;

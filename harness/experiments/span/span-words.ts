import type { Ranged } from '../../../reports/figures/schema.ts';
import { countOf, formatNumber, formatPercent } from '../../../reports/present/format-value.ts';
import { againstValue } from '../../../reports/stats/against-value.ts';
import { meanEstimate } from '../../../reports/stats/mean-estimate.ts';
import { ANY_NUMBER } from '../../../reports/stats/range.ts';
import type { AnswerTimes } from '../../../simulators/pool/answer-times.ts';
import { correctedWords, type JudgedOver, judgedWords, judgeOver } from '../../bench/data/judge-populations.ts';
import { bracketsOver, rangeOver } from '../../bench/data/populations.ts';
import type { ErlangCheck } from '../../bench/pool/erlang-check.ts';
import type { PooledRun, PoolPlan } from '../../bench/pool/play-pool.ts';
import { MACHINE_MS, STALE } from './assumed-times.ts';
import type { SpanOptions } from './options.ts';
import { type LoadRow, limitWords, type SpanRow } from './span-tables.ts';

/** What the tables say, in words. */
export function spanFindings(
  spans: readonly SpanRow[],
  loads: readonly (readonly LoadRow[])[],
  checks: readonly ErlangCheck[],
  plan: PoolPlan,
): string[] {
  const arms = [...new Set(spans.map(({ arm }) => arm))];
  const over = loads.length === 1 ? [] : [bracketsOver(loads.length)];
  return [...over, ...arms.map((arm) => spanOfArm(arm, spans, plan)), ...pressure(arms, loads), agreement(checks)];
}

/** What an arm carries at each limit, with the bound on held sessions with which it works most. */
function spanOfArm(arm: string, spans: readonly SpanRow[], plan: PoolPlan): string {
  const own = spans.filter((row) => row.arm === arm);
  const parts = [...new Set(own.map(({ limit }) => limit))].map((limit) => {
    const words = limitWords(limit, plan);
    const through = ({ span }: SpanRow) => span?.figures.arrivalsPerOperatorHour.estimate ?? 0;
    const [best] = own.filter((row) => row.limit === limit && row.span).sort((a, b) => through(b) - through(a));
    const figures = best?.span?.figures;
    if (!best || !figures) return `hardly any sessions already reach ${words}`;
    const beyond = best.span?.reached ? '' : ', not reached at the highest load';
    return [
      `${inWords(figures.openPerOperator, 1)} sessions each at once,`,
      `${inWords(figures.arrivalsPerOperatorHour, 1)} an hour, until ${words}${beyond} (most where each holds`,
      `at most ${best.held})`,
    ].join(' ');
  });
  const bound = own[0]?.fanOut ?? null;
  const fanOut = bound === null ? '' : ` Fan-out: ${formatNumber(bound, 1)}.`;
  return `${arm}, ${countOf(plan.operators, 'operator')}: ${parts.join('; ')}.${fanOut}`;
}

/** Leaked errors and active time at the highest load against the lowest, run by run within each population. */
function pressure(arms: readonly string[], populations: readonly (readonly LoadRow[])[]): string[] {
  const rises = arms.flatMap((arm) => risesOf(arm, populations) ?? []);
  // None of the verdicts may be false: they are few, and each is told.
  const judged = judgeOver(
    rises.flatMap(({ runs, leaked, activeMs }) =>
      [leaked, activeMs].map((each) => each.map((rise, at) => againstValue(rise, 0, runs[at] ?? 0))),
    ),
    'holm',
  );
  const words = (at: number) => judgedWords(judged[at] as JudgedOver, { more: 'more', less: 'less' }, 'runs');
  const sentences = rises.map(({ arm, loads: [from, to], leaked, activeMs }, at) => {
    const seconds = activeMs.map(({ estimate, low, high }) => ({
      estimate: scale(estimate),
      low: scale(low),
      high: scale(high),
    }));
    return [
      `${arm}, from load ${from} to ${to}: leaked errors a session ${inWords(rangeOver(leaked), 3, true)},`,
      `${words(2 * at)}; active time ${inWords(rangeOver(seconds), 1, true)} s, ${words(2 * at + 1)}.`,
    ].join(' ');
  });
  const corrected = correctedWords(judged, 'holm');
  return sentences.length === 0 || corrected === ''
    ? sentences
    : [...sentences, `Verdicts on load, run by run, are ${corrected}.`];
}

/** An arm's figures at the highest load less those at the lowest, population by population. */
function risesOf(arm: string, populations: readonly (readonly LoadRow[])[]) {
  const ends = populations.flatMap((loads) => {
    const rows = loads.filter((row) => row.arm === arm);
    const [first, last] = [rows[0], rows.at(-1)];
    return first && last ? [{ first, last }] : [];
  });
  const [one] = ends;
  if (!one) return null;
  const rise = (of: (run: PooledRun) => number | null) =>
    ends.map(({ first, last }) => pairedRise(first.runs, last.runs, of));
  return {
    arm,
    loads: [one.first.load, one.last.load],
    /** Independent runs of each population. */
    runs: ends.map(({ last }) => last.runs.length),
    leaked: rise(({ leaked }) => leaked),
    activeMs: rise(({ activeMs }) => activeMs),
  };
}

const scale = (ms: number | null) => (ms === null ? null : ms / 1000);

function pairedRise(first: readonly PooledRun[], last: readonly PooledRun[], of: (run: PooledRun) => number | null) {
  return meanEstimate(
    last.map((run, i) => {
      const [after, before] = [of(run), first[i] ? of(first[i]) : null];
      return after === null || before === null ? null : after - before;
    }),
    ANY_NUMBER,
  );
}

function agreement(checks: readonly ErlangCheck[]): string {
  const held = checks.filter(
    ({ exact, simulated: { low, high } }) => low !== null && high !== null && low <= exact && exact <= high,
  );
  return `Closed forms: ${held.length} of ${checks.length} exact figures lie within the simulation’s 95 % interval.`;
}

function inWords({ estimate, low, high }: Ranged, digits: number, signed = false): string {
  const one = (value: number) => (signed && value > 0 ? '+' : '') + formatNumber(value, digits);
  if (estimate === null) return 'unknown';
  return low === null || high === null ? one(estimate) : `${one(estimate)} [${one(low)}, ${one(high)}]`;
}

/** How it was made, and what was assumed. */
export function spanNotes(
  { policy, critic, gate, target, patience, pressure: strength, replications, operators }: SpanOptions,
  gates: readonly string[],
  { share, medianMs }: AnswerTimes,
  withoutGoal: number,
): string[] {
  const waits = patience === null ? 'for ever' : `${patience} s on average, exponential (assumed)`;
  return [
    [
      'Closed loop: each session is played alone, at several lengths of the queue;',
      'the pool then draws from what was played. A session’s operators know the queue that it met at its first',
      'hand-off: work and queue agree session by session, which is the fixed point that playing and pooling in',
      'turns would seek.',
    ].join(' '),
    [
      `Policy ${policy}, critic ${critic}, gate ${gate} at ${formatPercent(target)}, taught in closed loop;`,
      `the gate stands: ${gates.join('; in the next population: ')}.`,
      `Operators answer as those of the paper preset do, with the trait time-pressure at strength ${strength}.`,
      'The same policy, critic and gate at every load.',
    ].join(' '),
    [
      `Customers answer ${(100 * share.send_text).toFixed(0)} % of the messages after a median of`,
      `${(medianMs / 1000).toFixed(1)} s, as in the training logs, and wait ${waits};`,
      'the span until the mean wait is too long is that of customers who wait for ever.',
      `An automated step takes ${MACHINE_MS / 1000} s, a waiting session moves on ${STALE.perMinute} times a`,
      `minute and that costs ${STALE.costMs / 1000} s (assumed).`,
    ].join(' '),
    [
      'Coming back to a session that went on without the operator takes a lag of 2 to 4 s and a slowdown that',
      'fades within 15 s; how strong it is at first (half as long again) is assumed.',
    ].join(' '),
    [
      `${countOf(operators, 'operator')}; each case stays with who took it first; first handed off, first served.`,
      `${countOf(replications, 'independent run')} in each population, begun empty and warmed up.`,
      ...(gates.length === 1
        ? [
            'Intervals over them cover arrivals and the draw of sessions from those played, not the team,',
            'the dealing of sessions or the training of policy, critic and gate: --populations draws these anew.',
          ]
        : ['Comparisons are within a population, run by run.']),
      'Runs of one number share their random numbers over loads and arms.',
    ].join(' '),
    ...(withoutGoal > 0
      ? [`Left out: ${countOf(withoutGoal, 'session')} of the logs without a goal that can be derived.`]
      : []),
  ];
}

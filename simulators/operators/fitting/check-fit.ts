import type { Rng } from '../../../harness/contract/rng.ts';
import type { Session } from '../../../harness/contract/session.ts';
import { meanOf, quantile, sumOf } from '../../../harness/shared/numbers.ts';
import { ACTS, type Act } from '../answering/operator-times.ts';
import { clipTimes } from './clip-times.ts';
import { type AcceptanceFit, fitAcceptance, logLikelihood, logPredictive } from './fit-acceptance.ts';
import { type ActFit, fitActs } from './fit-operators.ts';
import { fitPace } from './fit-pace.ts';
import { type AcceptanceQuantile, acceptanceQuantiles } from './simulate-acceptance.ts';
import { type OperatorLog, tallyOperators } from './tally-operators.ts';

/** How much better a model foretells what it was not fitted to than a simpler one does, operator by operator. */
export interface HeldOutTimes {
  readonly model: string;
  readonly simpler: string;
  /** What is foretold. */
  readonly of: string;
  /** Of at least two operators, each with at least one answer or time. */
  readonly parts: readonly Foretold[];
}

/** What is foretold of one operator. */
export interface Foretold {
  /** Answers or times. */
  readonly count: number;
  /** Log-likelihood gained over all of them, in nats. Above 0: the model is better. */
  readonly gain: number;
}

export interface FitCheck {
  readonly heldOut: readonly HeldOutTimes[];
  readonly times: readonly TimeQuantile[];
  /** Empty where operators could not be told apart. */
  readonly acceptance: readonly AcceptanceQuantile[];
}

/**
 * Checks the fit of a log: half of each operator's sessions, every other one, foretell the other half; and
 * quantiles of what the fit to all sessions simulates stand beside the log's.
 */
export function checkFit(sessions: readonly Session[], rng: Rng): FitCheck {
  const all = tallyOperators(sessions);
  const [first, second] = halves(sessions);
  const acts = fitActs(first);
  const people = fitAcceptance(all);
  const pace = fitPace(first.map(({ times }) => times));
  return {
    heldOut: [
      ...checkAnswers(first, second),
      checkTimes('lognormal by act', 'exponential by act', second, logNormalBy(acts), exponentialBy(first)),
      checkTimes('lognormal by act', 'one lognormal for all acts', second, logNormalBy(acts), logNormalForAll(first)),
      pace === null
        ? null
        : checkTimes(
            'and with each operator’s pace',
            'lognormal by act',
            second,
            paced(acts, first, pace.sigma),
            logNormalBy(acts),
          ),
    ].flatMap((held) => held ?? []),
    times: timeQuantiles(fitActs(all), all),
    acceptance: people === null ? [] : acceptanceQuantiles(people, all, rng),
  };
}

/** Every other session of each operator. Both halves list the same operators in the same order. */
function halves(sessions: readonly Session[]): [OperatorLog[], OperatorLog[]] {
  const seen = new Map<string | null, number>();
  const parts: [Session[], Session[]] = [[], []];
  for (const session of sessions) {
    const nth = seen.get(session.operator) ?? 0;
    seen.set(session.operator, nth + 1);
    parts[nth % 2 === 0 ? 0 : 1].push(session);
  }
  const [first, second] = [tallyOperators(parts[0]), tallyOperators(parts[1])];
  const others = new Map(second.map((log) => [log.operator, log]));
  const both = first.filter(({ operator }) => others.has(operator));
  return [both, both.flatMap(({ operator }) => others.get(operator) ?? [])];
}

/** Answers of the same operators in other sessions, and of operators of whom nothing is known. */
function checkAnswers(first: readonly OperatorLog[], second: readonly OperatorLog[]): (HeldOutTimes | null)[] {
  const model = 'operators differ';
  const simpler = 'all take suggestions alike';
  const spread = fitAcceptance(first);
  if (spread === null) return [];
  const alike = { mean: logOdds(first), sigma: 0 };
  const known = second.map((further, at) => ({
    count: further.replies,
    gain: logPredictive(first[at] as OperatorLog, further, spread) - logLikelihood([further], alike),
  }));
  const [even, odd] = [0, 1].map((part) => first.filter((_, at) => at % 2 === part)) as [OperatorLog[], OperatorLog[]];
  const strangers = [
    [even, odd],
    [odd, even],
  ].flatMap(([from, to]) => foretellStrangers(from ?? [], to ?? []));
  return [
    heldOut(model, simpler, 'answers of the same operators in other sessions', known),
    heldOut(model, simpler, 'answers of operators not seen before', strangers),
  ];
}

function foretellStrangers(from: readonly OperatorLog[], to: readonly OperatorLog[]) {
  const spread: AcceptanceFit | null = fitAcceptance(from);
  if (spread === null) return [];
  const alike = { mean: logOdds(from), sigma: 0 };
  return to.map((log) => ({
    count: log.replies,
    gain: logLikelihood([log], spread) - logLikelihood([log], alike),
  }));
}

/** Log-odds of taking a suggestion, over all answers; half an answer either way keeps it finite. */
function logOdds(logs: readonly OperatorLog[]): number {
  const picked = sumOf(logs, (log) => log.picked);
  const refused = logs.reduce((sum, log) => sum + log.replies - log.picked, 0);
  return Math.log((picked + 0.5) / (refused + 0.5));
}

type Density = (ms: number, act: Act, operator: string) => number;

function checkTimes(model: string, simpler: string, logs: readonly OperatorLog[], one: Density, other: Density) {
  const gains = logs.map(({ operator, times }) => {
    let [count, gain] = [0, 0];
    for (const act of ACTS)
      for (const ms of times[act].length > 0 ? clipTimes(times[act]) : []) {
        count++;
        gain += one(ms, act, operator) - other(ms, act, operator);
      }
    return { count, gain };
  });
  return heldOut(model, simpler, 'times in other sessions', gains);
}

const logNormalDensity = (ms: number, mean: number, sigma: number) =>
  -((Math.log(ms) - mean) ** 2) / (2 * sigma ** 2) - Math.log(sigma * ms * Math.sqrt(2 * Math.PI));

function logNormalBy(acts: Readonly<Record<Act, ActFit>>): Density {
  return (ms, act) => logNormalDensity(ms, Math.log(acts[act].medianMs), acts[act].sigma || 1e-3);
}

function exponentialBy(logs: readonly OperatorLog[]): Density {
  const means = new Map(ACTS.map((act) => [act, mean(timesOf(logs, act))]));
  return (ms, act) => -Math.log(means.get(act) ?? 1) - ms / (means.get(act) ?? 1);
}

function logNormalForAll(logs: readonly OperatorLog[]): Density {
  const times = ACTS.flatMap((act) => timesOf(logs, act)).map(Math.log);
  const centre = mean(times);
  const sigma = Math.sqrt(mean(times.map((log) => (log - centre) ** 2)));
  return (ms) => logNormalDensity(ms, centre, sigma);
}

/** Each operator's own pace, as far as the first half tells it from chance: what few times say counts for little. */
function paced(acts: Readonly<Record<Act, ActFit>>, first: readonly OperatorLog[], sigma: number): Density {
  const between = sigma ** 2;
  const shifts = new Map(
    first.map((log) => {
      const own = ACTS.flatMap((act) => timesOf([log], act).map((ms) => Math.log(ms / acts[act].medianMs)));
      const shift = mean(own);
      const within = mean(own.map((log) => (log - shift) ** 2));
      return [log.operator, own.length === 0 ? 0 : (shift * between) / (between + within / own.length || 1)];
    }),
  );
  return (ms, act, operator) =>
    logNormalDensity(ms, Math.log(acts[act].medianMs) + (shifts.get(operator) ?? 0), acts[act].sigma || 1e-3);
}

function timesOf(logs: readonly OperatorLog[], act: Act): number[] {
  const times = logs.flatMap((log) => log.times[act]);
  return times.length === 0 ? [] : clipTimes(times);
}

function heldOut(model: string, simpler: string, of: string, all: readonly Foretold[]): HeldOutTimes | null {
  const parts = all.filter(({ count }) => count > 0);
  return parts.length < 2 ? null : { model, simpler, of, parts };
}

const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : meanOf(values));

/** One quantile of an act's times, in the log and under the fitted model. */
type TimeQuantile = ReturnType<typeof timeQuantiles>[number];

/** Quantiles of the standard normal distribution from the median up; below it they are the same with the other sign. */
const NORMAL: readonly (readonly [number, number])[] = [
  [0.5, 0],
  [0.6, 0.2533471031],
  [0.7, 0.5244005127],
  [0.75, 0.6744897502],
  [0.8, 0.8416212336],
  [0.9, 1.2815515655],
  [0.95, 1.644853627],
];
/** In hundredths, so that both halves name their quantiles alike. */
const LEVELS = [
  ...NORMAL.slice(1)
    .reverse()
    .map(([p, z]) => [Math.round(100 * (1 - p)) / 100, -z] as const),
  ...NORMAL,
  [0.99, 2.326347874] as const,
];

/** The log's times beside the model's, for each act that the log has enough of. */
function timeQuantiles(acts: Readonly<Record<Act, ActFit>>, logs: readonly OperatorLog[]) {
  return ACTS.filter((act) => !acts[act].assumed).flatMap((act) => {
    const times = logs.flatMap((log) => log.times[act]).sort((a, b) => a - b);
    const { medianMs, sigma } = acts[act];
    return LEVELS.map(([p, z]) => ({
      act,
      p,
      loggedMs: quantile(times, p),
      fittedMs: medianMs * Math.exp(sigma * z),
    }));
  });
}

import type { KeyedSums } from '../../../reports/stats/session-sums.ts';
import type { Sides } from '../../bench/feedback/judge-sides.ts';
import { pooledSums } from '../../bench/feedback/sums-by-session.ts';
import type { Crashes } from '../../bench/report/crashes.ts';
import { meanOf, sumOf } from '../../shared/numbers.ts';
import { pooledArms } from './closed/closed-arms.ts';
import type { ClosedArm } from './closed/play-closed.ts';
import type { AnswerCounts } from './count-answers.ts';
import type { ChoicePoint } from './judge-choices.ts';
import type { Setting } from './learn.ts';
import type { Method } from './methods.ts';

/** One method under one noise: in one population, or in all of them together. */
export interface MethodResult {
  readonly method: Method;
  /** How it was trained in each population. */
  readonly settings: readonly Setting[];
  readonly tried: number;
  readonly sides: Sides;
  /** Where training stood at each look. */
  readonly curve: readonly ChoicePoint[];
}

/** One noise. */
export interface NoiseResult {
  /** As the option writes it. */
  readonly noise: string;
  readonly counts: AnswerCounts;
  readonly deployed: Sides;
  /** The deployed policy's logs, learned once more. */
  readonly second: Sides;
  readonly methods: readonly MethodResult[];
  /** Some policies in closed loop, the deployed one first; null where none was played. */
  readonly closed: readonly ClosedArm[] | null;
  readonly crashes: readonly Crashes[];
}

/** A noise over all populations, and each population by itself. */
export interface PooledNoise extends NoiseResult {
  readonly populations: readonly NoiseResult[];
}

/** The same noise of every population as one; sessions of populations are different ones. */
export function pooled(populations: readonly (readonly NoiseResult[])[]): PooledNoise[] {
  const [first = []] = populations;
  return first.map(({ noise, methods }, at) => {
    const each = populations.map((results) => results[at]!);
    return {
      noise,
      counts: sumCounts(each.map(({ counts }) => counts)),
      deployed: pooledSides(each.map(({ deployed }) => deployed)),
      second: pooledSides(each.map(({ second }) => second)),
      methods: methods.flatMap(({ method }) => {
        const own = each.map((one) => one.methods.find((other) => other.method.name === method.name));
        const all = own.filter((one) => one !== undefined);
        return all.length < own.length ? [] : [pooledMethod(all)];
      }),
      closed: pooledArms(each.map(({ closed }) => closed)),
      crashes: each.flatMap(({ crashes }) => crashes),
      populations: each,
    };
  });
}

function pooledMethod(each: readonly MethodResult[]): MethodResult {
  const [first] = each as [MethodResult, ...MethodResult[]];
  const looks = Math.min(...each.map(({ curve }) => curve.length));
  return {
    method: first.method,
    settings: each.flatMap(({ settings }) => settings),
    tried: Math.max(...each.map(({ tried }) => tried)),
    sides: pooledSides(each.map(({ sides }) => sides)),
    curve: Array.from({ length: looks }, (_, at) => pooledPoint(each.map(({ curve }) => curve[at]!))),
  };
}

function pooledPoint(points: readonly ChoicePoint[]): ChoicePoint {
  const mean = (of: (point: ChoicePoint) => number) => meanOf(points.map(of));
  return {
    steps: Math.round(mean(({ steps }) => steps)),
    divergence: mean(({ divergence }) => divergence),
    historical: pooledSums(points.map(({ historical }) => historical)),
    hard: pooledSums(points.map(({ hard }) => hard)),
    mass: {
      chosen: mean(({ mass }) => mass.chosen),
      rejected: mean(({ mass }) => mass.rejected),
      else: mean(({ mass }) => mass.else),
    },
  };
}

const pooledSides = (each: readonly Sides[]): Sides => ({
  historical: pooledSums(each.map(({ historical }) => historical)),
  hard: pooledSums(each.map(({ hard }) => hard)),
  hardOffered: pooledSums(each.map(({ hardOffered }) => hardOffered)),
});

function sumCounts(each: readonly AnswerCounts[]): AnswerCounts {
  const names = Object.keys(each[0]!) as (keyof AnswerCounts)[];
  return Object.fromEntries(names.map((name) => [name, sumOf(each, (one) => one[name])])) as unknown as AnswerCounts;
}

/**
 * What a curve shows at a divergence, between the two looks that enclose it; null where it never went so far. Sums of
 * right choices are taken in proportion.
 */
export function atDivergence(
  curve: readonly ChoicePoint[],
  divergence: number,
): Pick<ChoicePoint, 'historical' | 'hard'> | null {
  const after = curve.findIndex((point) => point.divergence >= divergence);
  const [to, from] = [curve[after], curve[after - 1]];
  if (!to) return null;
  if (!from) return to;
  const share = (divergence - from.divergence) / (to.divergence - from.divergence);
  const between = (one: KeyedSums, other: KeyedSums): KeyedSums => ({
    ...other,
    numerators: Array.from(other.numerators, (value, at) => (1 - share) * one.numerators[at]! + share * value),
  });
  return { historical: between(from.historical, to.historical), hard: between(from.hard, to.hard) };
}

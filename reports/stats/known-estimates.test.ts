import { join } from 'node:path';
import seedrandom from 'seedrandom';
import { expect, it } from 'vitest';
import { againstValue } from './against-value.ts';
import { clusteredMean } from './clustered-mean.ts';
import { comparePairs } from './compare-pairs.ts';
import { differenceAtLook } from './difference-at-look.ts';
import { crossingProbabilities, SPENDINGS, sequentialCriticals } from './group-sequential.ts';
import { judge, judgeFamily } from './judge-family.ts';
import { mcNemarMidP } from './mcnemar.ts';
import { meanEstimate } from './mean-estimate.ts';
import { meanOfGroups } from './mean-of-groups.ts';
import { medianInterval } from './median-interval.ts';
import { missingBounds } from './missing-bounds.ts';
import { pairedDifference } from './paired-difference.ts';
import { flakeRate, passHatK } from './pass-hat-k.ts';
import { ANY_NUMBER, NOT_NEGATIVE, RELATIVE, SHARE, SHARE_DIFFERENCE } from './range.ts';
import { ratioEstimate } from './ratio-estimate.ts';
import { sessionBootstrap } from './session-bootstrap.ts';
import { spread } from './spread.ts';
import { mannKendall, pettitt, theilSen } from './trend.ts';
import { sessionsToDecide, sessionsToJudge } from './verdict.ts';

const UNITS = ['share', 'ms', 'count'] as const;

/** Sums of so many sessions, each drawn: up to 6 trials, of which some count; times in place of counts where there are any. */
function sums(count: number, seed: string, chance: number, time = 1) {
  const random = seedrandom(seed);
  const denominators = Array.from({ length: count }, () => Math.floor(random() * 7));
  const numerators = denominators.map((trials) => {
    let hits = 0;
    for (let trial = 0; trial < trials; trial++) if (random() < chance) hits += time === 1 ? 1 : random() * time;
    return hits;
  });
  const sessions = denominators.map((_, at) => `s${at}`);
  return { sessions, numerators, denominators };
}
const inCases = <S extends { readonly sessions: readonly string[] }>(one: S) => ({
  ...one,
  cases: one.sessions.map((_, at) => `case ${Math.floor(at / 2)}`),
});
const none = (count: number) => ({ ...sums(count, 'none', 0), denominators: Array(count).fill(2) });

/** The cases that estimates and differences are told of. */
const ARMS = {
  few: [sums(4, 'a', 0.5), sums(4, 'b', 0.5)],
  many: [sums(60, 'c', 0.7), sums(60, 'd', 0.5)],
  close: [sums(400, 'e', 0.3), sums(400, 'e', 0.3)],
  rare: [sums(40, 'f', 0.02), none(40)],
  never: [none(12), none(12)],
  'of cases': [inCases(sums(30, 'g', 0.4)), inCases(sums(30, 'h', 0.6))],
  one: [sums(1, 'i', 0.9), sums(1, 'k', 0.9)],
} as const;
const times = (one: { readonly sessions: readonly string[] }, seed: string) => ({
  ...one,
  ...sums(one.sessions.length, seed, 0.8, 9000),
});

/** A number to nine digits, whatever it stands in. */
const told = (value: unknown) =>
  JSON.stringify(value, (_, one) =>
    typeof one === 'number' ? (Number.isFinite(one) ? Number(one.toPrecision(9)) : String(one)) : one,
  );

function* known(): Generator<string> {
  for (const [name, [ours, theirs]] of Object.entries(ARMS))
    for (const unit of UNITS) {
      const [a, b] = unit === 'ms' ? [times(ours, `${name} a`), times(theirs, `${name} b`)] : [ours, theirs];
      yield `ratio of ${name}, ${unit}: ${told(ratioEstimate(a, unit))} ${told(ratioEstimate(b, unit, 0.8))}`;
      yield `missing of ${name}, ${unit}: ${told(missingBounds(a, 2, unit))}`;
      for (const better of ['higher', 'lower'] as const) {
        const found = pairedDifference(a, b, unit, better);
        yield `difference of ${name}, ${unit}, ${better}: ${told(found)} ${told(judge(found))}`;
        for (const critical of [1.5, 2.8, Number.POSITIVE_INFINITY])
          yield `  at a look, ${critical}: ${told(differenceAtLook(a, b, { unit, better }, critical))}`;
      }
    }
  const family = Object.values(ARMS).map(([a, b]) => pairedDifference(a, b, 'share', 'higher'));
  for (const correction of ['holm', 'false-discovery'] as const)
    yield `family, ${correction}: ${told(judgeFamily(family, correction))}`;
  const pairs = ARMS.many[0].sessions.map((id, at) => ({
    ...{ id, caseKey: id, population: `p${at % 10}`, operator: `o${at % 3}` },
    base: { numerator: ARMS.many[0].numerators[at]!, denominator: ARMS.many[0].denominators[at]! },
    next: { numerator: ARMS.many[1].numerators[at]!, denominator: ARMS.many[1].denominators[at]! },
  }));
  for (const some of [
    pairs,
    pairs.map((pair) => ({ ...pair, population: null })),
    pairs.map((pair) => ({ ...pair, population: null, operator: null })),
  ])
    yield `pairs: ${told(comparePairs(some, 'share', 'higher'))}`;
}

function* knownMeans(): Generator<string> {
  const random = seedrandom('means');
  const values = Array.from({ length: 30 }, () => random() * 2 - 1);
  const weighed = values.map((value, at) => ({ session: `s${at % 9}`, value, weight: 1 + (at % 3) }));
  yield `clustered, any: ${told(clusteredMean(weighed, ANY_NUMBER))}`;
  yield `clustered, differences: ${told(clusteredMean(weighed, SHARE_DIFFERENCE, 0.9))}`;
  const positive = weighed.map((one) => ({ ...one, value: Math.abs(one.value) }));
  for (const [name, range] of Object.entries({ SHARE, NOT_NEGATIVE, RELATIVE }))
    yield `clustered, ${name}: ${told(clusteredMean(positive, range))} ${told(clusteredMean(positive.slice(0, 1), range))}`;
  yield `clustered, none: ${told(clusteredMean([], SHARE))}`;
  for (const range of [ANY_NUMBER, SHARE_DIFFERENCE])
    yield `mean: ${told(meanEstimate(values, range))} ${told(meanEstimate([null, ...values], range))}`;
  yield `groups: ${told(meanOfGroups([0.2, 0.4, 0.5].map((estimate) => ({ estimate, low: estimate - 0.1, high: estimate + 0.2, of: 5 }))))}`;
  yield `median: ${told(medianInterval(values))} ${told(medianInterval(values.slice(0, 5), 0.9))}`;
  yield `spread: ${told(spread([null, ...values]))}`;
  yield `against .1: ${told(againstValue({ estimate: 0.3, low: 0.15, high: 0.4 }, 0.1, 20))}`;
  const drifting = values.map((value, at) => value + at / 20);
  yield `trend: ${told([mannKendall(drifting), theilSen(drifting), pettitt(drifting)])}`;
  yield `trend of counts: ${told([mannKendall([1, 1, 2, 2, 3]), theilSen([1, 1, 2, 2, 3]), pettitt([1, 1, 2, 2, 3])])}`;
  const repeated = [0, 1, 2, 3, 3].map((passed, at) => ({ caseKey: `c${at}`, repeats: 3, passed }));
  yield `repeats: ${told([1, 2, 3].map((k) => passHatK(repeated, k)))} ${told(flakeRate(repeated))}`;
  yield `mcnemar: ${told([mcNemarMidP(0, 0), mcNemarMidP(5, 1), mcNemarMidP(3, 3)])}`;
  const total = (weights: ArrayLike<number>) => values.reduce((sum, value, at) => sum + value * weights[at]!, 0);
  const drawn = seedrandom('draws');
  yield `bootstrap: ${told(
    sessionBootstrap(
      weighed.map(({ session }) => session),
      total,
      { next: () => drawn() },
      { draws: 200 },
    ),
  )}`;
  for (const spending of SPENDINGS)
    for (const shares of [[1], [0.5, 1], [0.01, 0.2, 0.21, 0.9]]) {
      const criticals = sequentialCriticals(shares, 0.05, spending);
      yield `looks, ${spending}, ${shares}: ${told([criticals, crossingProbabilities(shares, criticals)])}`;
    }
  for (const size of [null, 0.1])
    for (const difference of [0, 0.01, 0.05, -0.3]) {
      const undecided = { difference, margin: 0.02, spread: { deviation: 0.4, size } };
      yield `sessions for ${difference}, ${size}: ${told([sessionsToDecide(undecided, 0.95), sessionsToJudge(undecided, 0.99)])}`;
    }
}

// Nine digits of what is known to be right: which the other tests of this folder show.
it('estimates, intervals and verdicts of known sums are what they are known to be', async () => {
  const file = join(import.meta.dirname, 'testing/known-estimates.txt');
  await expect(`${[...known(), ...knownMeans()].join('\n')}\n`).toMatchFileSnapshot(file);
});

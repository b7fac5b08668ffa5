import { type DifferenceAtLook, differenceAtLook } from '../../../reports/stats/difference-at-look.ts';
import { sequentialCriticals } from '../../../reports/stats/group-sequential.ts';
import { midP } from '../../../reports/stats/mid-p.ts';
import type { KeyedSums } from '../../../reports/stats/session-sums.ts';
import type { Verdict } from '../../../reports/stats/verdict.ts';
import { standardNormal } from '../../contract/draws.ts';
import type { Rng } from '../../contract/rng.ts';
import { createRng } from '../../shared/streams.ts';
import { type AdaptiveRule, type Looked, lookAt, SWEEP_ERROR } from './adaptive-rule.ts';

/** What is simulated. */
export interface Rehearsal {
  readonly rule: AdaptiveRule;
  /** Of a sweep. */
  readonly comparisons: number;
  readonly sweeps: number;
  /** Deviation of one session's difference: of shares in [0, 1], of times and counts as part of the baseline's mean. */
  readonly spread: number;
  readonly seed: string;
}

/** How often something happens over simulated sweeps, with a 95 % interval. */
interface ShareOfSweeps {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly of: number;
}

/** What sweeps came to whose comparisons all have one true difference. */
export interface Rehearsed {
  /** The true difference, in margins. */
  readonly margins: number;
  /** Sweeps with a false verdict. */
  readonly wrong: ShareOfSweeps;
  /** Sweeps of which some comparison's last interval misses the truth. */
  readonly missed: ShareOfSweeps;
  /** Share of comparisons with each verdict. */
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Share that is decided with all sessions and one look. */
  readonly decidedAtFixedSize: number;
  /** Mean sessions of a cell, of the most that it may take. */
  readonly spent: number;
}

/** Times have a mean of so many milliseconds, and this deviation of their logarithm: some take long. */
const MEAN_MS = 100_000;
const LONG_TAIL = 0.5;
/** Share of sessions of which the baseline says yes. */
const YES = 0.5;
/** As `pairedDifference` has them. */
const MARGIN = { share: 0.02, relative: 0.05 } as const;

/**
 * Plays sweeps with made-up sessions by their rule, for one true difference: 1 is the margin, from which on two arms are
 * not equivalent. Times are lognormal, the arm's with a factor of its own; of shares some sessions change their answer.
 */
export function rehearse(rehearsal: Rehearsal, margins: number): Rehearsed {
  const { rule, comparisons, sweeps, seed } = rehearsal;
  const { sizes, metric } = rule;
  const most = sizes.at(-1) as number;
  const truth = margins * (metric.unit === 'share' ? MARGIN.share : MARGIN.relative * MEAN_MS);
  const fixed = sequentialCriticals([1], SWEEP_ERROR / comparisons, 'pocock')[0] as number;
  const verdicts = { better: 0, worse: 0, equivalent: 0, undecided: 0 };
  let [wrong, missed, spent, decided] = [0, 0, 0, 0];
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const rng = createRng('rehearsed sweep', seed, String(sweep));
    const ended = Array.from({ length: comparisons }, () => {
      const arms = drawArms(rehearsal, most, truth, rng);
      if (differenceAtLook(arms.ours, arms.theirs, metric, fixed).verdict !== 'undecided') decided++;
      return playByRule(rule, arms);
    });
    for (const { verdict, look } of ended) {
      verdicts[verdict]++;
      spent += sizes[look - 1] as number;
    }
    if (ended.some(({ verdict }) => isFalse(verdict, margins, metric.better))) wrong++;
    if (ended.some((one) => misses(one, truth))) missed++;
  }
  const all = sweeps * comparisons;
  return {
    margins,
    wrong: shareOf(wrong, sweeps),
    missed: shareOf(missed, sweeps),
    verdicts: {
      better: verdicts.better / all,
      worse: verdicts.worse / all,
      equivalent: verdicts.equivalent / all,
      undecided: verdicts.undecided / all,
    },
    decidedAtFixedSize: decided / all,
    spent: spent / all / most,
  };
}

interface Arms {
  readonly ours: KeyedSums;
  readonly theirs: KeyedSums;
}

function playByRule(rule: AdaptiveRule, { ours, theirs }: Arms): Looked {
  for (const size of rule.sizes) {
    const looked = lookAt(rule, size, first(ours, size), first(theirs, size));
    if (looked.verdict !== 'undecided' || size === rule.sizes.at(-1)) return looked;
  }
  throw new Error('A rule without looks was rehearsed.');
}

const first = ({ sessions, numerators, denominators }: KeyedSums, count: number): KeyedSums => ({
  sessions: sessions.slice(0, count),
  numerators: Array.from(numerators).slice(0, count),
  denominators: Array.from(denominators).slice(0, count),
});

/** Sessions of both arms, ours with a mean that is larger by the true difference. */
function drawArms({ rule: { metric }, spread }: Rehearsal, count: number, truth: number, rng: Rng): Arms {
  const draw = metric.unit === 'share' ? drawAnswers : drawTimes;
  const pairs = Array.from({ length: count }, () => draw(spread, truth, rng));
  const common = { sessions: pairs.map((_, at) => `${at}`), denominators: pairs.map(() => 1) };
  return {
    ours: { ...common, numerators: pairs.map(([ours]) => ours) },
    theirs: { ...common, numerators: pairs.map(([, theirs]) => theirs) },
  };
}

function drawTimes(spread: number, truth: number, rng: Rng): [number, number] {
  const own = Math.sqrt(Math.log(1 + spread ** 2 / Math.exp(LONG_TAIL ** 2)));
  const time = MEAN_MS * Math.exp(LONG_TAIL * standardNormal(rng) - LONG_TAIL ** 2 / 2);
  return [time * (1 + truth / MEAN_MS) * Math.exp(own * standardNormal(rng) - own ** 2 / 2), time];
}

function drawAnswers(spread: number, truth: number, rng: Rng): [number, number] {
  const change = Math.max(spread ** 2, truth);
  const [answer, which] = [rng.next() < YES ? 1 : 0, rng.next()];
  // Who says yes can but fall, who says no can but rise: each is half of all.
  return [which < (answer === 1 ? change - truth : change + truth) ? 1 - answer : answer, answer];
}

/** Whether a verdict is false of a true difference of so many margins, 0 or more. */
function isFalse(verdict: Verdict, margins: number, better: 'higher' | 'lower'): boolean {
  if (verdict === 'undecided') return false;
  if (verdict === 'equivalent') return margins >= 1;
  return margins === 0 || (verdict === 'better') !== (better === 'higher');
}

const misses = ({ low, high }: DifferenceAtLook, truth: number) =>
  low !== null && high !== null && !(low <= truth && truth <= high);

const shareOf = (count: number, of: number): ShareOfSweeps => ({ estimate: count / of, ...midP(count, of), of });

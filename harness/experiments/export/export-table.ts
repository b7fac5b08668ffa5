import type { FigureTable } from '../../../reports/figures/schema.ts';
import { plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { formatEstimate, formatNumber } from '../../../reports/present/format-value.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { judgeFamily } from '../../../reports/stats/judge-family.ts';
import { type PairedDifference, pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { shareOf } from '../../../reports/stats/ratio-estimate.ts';
import type { KeyedSums } from '../../../reports/stats/session-sums.ts';
import type { CriticPrecisionLoss, KnownProposal, PrecisionLoss } from '../../bench/models/precision-losses.ts';
import type { Example } from '../../contract/policy.ts';

const MEBIBYTE = 2 ** 20;

/** What each precision keeps, costs and saves. */
export function exportTable(losses: readonly PrecisionLoss[], test: readonly Example[]): FigureTable {
  const [exact] = losses;
  return table<PrecisionLoss>({
    id: 'export',
    title: 'The policy in each precision',
    caption: 'Over every step of the test sessions, with 95 % intervals clustered by session.',
    columns: {
      precision: text('precision', 'precision'),
      mebibytes: plain('MiB', 'score', ({ bytes }) => bytes / MEBIBYTE, 'Size of the model files.'),
      action_accuracy: ranged('action accuracy', 'share', ({ right }) => shareOf(sumsOf(right, test))),
      difference: ranged('against fp32', 'points', (loss) => {
        if (!exact || loss === exact) return null;
        return lossAgainst(loss, exact, test);
      }),
      flipped: ranged('flipped', 'share', (loss) => (loss === exact ? null : shareOf(sumsOf(loss.flipped, test))), [
        'Steps at which something else is proposed than in fp32.',
      ]),
      decisions_per_second: plain('decisions/s', 'rate', 'decisionsPerSecond', { measured: true }),
    },
    rows: losses,
  });
}

/** A critic in each precision, and the suggestions that it was judged on. */
export interface CriticLosses {
  readonly losses: readonly CriticPrecisionLoss[];
  readonly test: readonly (KnownProposal & { readonly session: string })[];
}

/** The same of a critic. */
export function criticTable({ losses, test }: CriticLosses): FigureTable {
  const [exact] = losses;
  return table<CriticPrecisionLoss>({
    id: 'export-critic',
    title: 'The critic in each precision',
    caption: 'Over every critical suggestion of the test sessions, with 95 % intervals clustered by session.',
    columns: {
      precision: text('precision', 'precision'),
      mebibytes: plain('MiB', 'score', ({ bytes }) => bytes / MEBIBYTE, 'Size of the model files.'),
      accuracy: ranged('accuracy', 'share', ({ right }) => shareOf(sumsOf(right, test)), [
        'The score is at least one half where the suggestion is right, and below where it is wrong.',
      ]),
      difference: ranged('against fp32', 'points', (loss) =>
        !exact || loss === exact ? null : lossAgainst(loss, exact, test),
      ),
      flipped: ranged('flipped', 'share', (loss) => (loss === exact ? null : shareOf(sumsOf(loss.flipped, test))), [
        'Suggestions whose score is on the other side of one half than in fp32.',
      ]),
      largest_difference: plain(
        'largest difference',
        'score',
        (loss) => (loss === exact ? null : loss.largestDifference),
        'Of a score, from fp32.',
      ),
      scores_per_second: plain('scores/s', 'rate', 'scoresPerSecond', { measured: true }),
    },
    rows: losses,
  });
}

/** What a policy loses and saves, in words. */
export const exportFindings = (losses: readonly PrecisionLoss[], test: readonly Example[]) =>
  findings('The policy', losses, test, 'action accuracy');

/** The same of a critic. */
export const criticFindings = ({ losses, test }: CriticLosses) => findings('The critic', losses, test, 'accuracy');

type Loss = Pick<PrecisionLoss, 'precision' | 'bytes' | 'right'>;
type Tested = readonly { readonly session: string }[];

function findings(what: string, losses: readonly Loss[], test: Tested, measure: string): string[] {
  const [exact, ...others] = losses;
  if (!exact) return [];
  const differences = others.map((loss) => lossAgainst(loss, exact, test));
  const judgements = judgeFamily(differences, 'holm');
  return others.flatMap((loss, at) => {
    const [lost, judgement] = [differences[at], judgements[at]];
    if (!lost || !judgement) return [];
    const size = formatNumber((100 * loss.bytes) / exact.bytes, 0);
    return [
      `${what} in ${loss.precision}: ${size} % of the size, ${measure} ${formatEstimate('points', lost)} against fp32`,
      `(${judgementWords(judgement, lost.margin, 'share')}).`,
    ].join(' ');
  });
}

function lossAgainst(loss: Loss, exact: Loss, test: Tested): PairedDifference {
  return pairedDifference(sumsOf(loss.right, test), sumsOf(exact.right, test), 'share', 'higher');
}

function sumsOf(hits: readonly boolean[], test: Tested): KeyedSums {
  const sessions = new Map<string, { hits: number; steps: number }>();
  for (const [i, { session }] of test.entries()) {
    const sums = sessions.get(session) ?? { hits: 0, steps: 0 };
    sums.steps++;
    if (hits[i]) sums.hits++;
    sessions.set(session, sums);
  }
  const all = [...sessions.values()];
  return {
    sessions: [...sessions.keys()],
    numerators: all.map((one) => one.hits),
    denominators: all.map((one) => one.steps),
  };
}

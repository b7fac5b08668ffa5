import type { FigureTable } from '../../../reports/figures/schema.ts';
import { plain, ranged, table, text } from '../../../reports/figures/table.ts';
import { formatEstimate, formatNumber } from '../../../reports/present/format-value.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { judgeFamily } from '../../../reports/stats/judge-family.ts';
import { type PairedDifference, pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { shareOf } from '../../../reports/stats/ratio-estimate.ts';
import type { KeyedSums } from '../../../reports/stats/session-sums.ts';
import type { PrecisionLoss } from '../../bench/models/precision-losses.ts';
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
      flipped: ranged('flipped', 'share', ({ flipped }) => shareOf(sumsOf(flipped, test)), [
        'Steps at which something else is proposed than in fp32.',
      ]),
      decisions_per_second: plain('decisions/s', 'rate', 'decisionsPerSecond', { measured: true }),
    },
    rows: losses,
  });
}

/** What is lost and what is saved, in words. */
export function exportFindings(losses: readonly PrecisionLoss[], test: readonly Example[]): string[] {
  const [exact, ...others] = losses;
  if (!exact) return [];
  const differences = others.map((loss) => lossAgainst(loss, exact, test));
  const judgements = judgeFamily(differences, 'holm');
  return others.flatMap((loss, at) => {
    const [lost, judgement] = [differences[at], judgements[at]];
    if (!lost || !judgement) return [];
    const size = formatNumber((100 * loss.bytes) / exact.bytes, 0);
    return [
      `${loss.precision}: ${size} % of the size, action accuracy ${formatEstimate('points', lost)} against fp32`,
      `(${judgementWords(judgement, lost.margin, 'share')}).`,
    ].join(' ');
  });
}

function lossAgainst(loss: PrecisionLoss, exact: PrecisionLoss, test: readonly Example[]): PairedDifference {
  return pairedDifference(sumsOf(loss.right, test), sumsOf(exact.right, test), 'share', 'higher');
}

function sumsOf(hits: readonly boolean[], test: readonly Example[]): KeyedSums {
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

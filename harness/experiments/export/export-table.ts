import type { FigureTable, Ranged } from '../../../reports/figures/schema.ts';
import { formatEstimate, formatNumber } from '../../../reports/present/format-value.ts';
import { judgementWords } from '../../../reports/present/judgement-words.ts';
import { judgeFamily } from '../../../reports/stats/judge-family.ts';
import { type PairedDifference, pairedDifference } from '../../../reports/stats/paired-difference.ts';
import { ratioEstimate } from '../../../reports/stats/ratio-estimate.ts';
import type { KeyedSums, SessionSums } from '../../../reports/stats/session-sums.ts';
import { measured, ofSessions, plain, ranged, text } from '../../bench/report/table-columns.ts';
import type { Example } from '../../contract/policy.ts';
import type { PrecisionLoss } from './precision-losses.ts';

const MEBIBYTE = 2 ** 20;

/** What each precision keeps, costs and saves. */
export function exportTable(losses: readonly PrecisionLoss[], test: readonly Example[]): FigureTable {
  const [exact] = losses;
  return {
    id: 'export',
    title: 'The policy in each precision',
    caption:
      'Action accuracy over every step of the test sessions and its difference to fp32, with 95 % intervals clustered by session. Flipped: steps at which something else is proposed than in fp32. Sizes are those of the model files, in MiB.',
    columns: [
      text('precision'),
      plain('mebibytes', 'MiB', 'score'),
      ranged('action_accuracy', 'action accuracy', 'share'),
      ranged('difference', 'against fp32', 'points'),
      ranged('flipped', 'flipped', 'share'),
      measured('decisions_per_second', 'decisions/s', 'rate'),
    ],
    rows: losses.map((loss) => ({
      kind: 'measured',
      cells: {
        precision: loss.precision,
        mebibytes: loss.bytes / MEBIBYTE,
        action_accuracy: shareOf(sumsOf(loss.right, test)),
        difference: exact && loss !== exact ? rangedOf(lossAgainst(loss, exact, test)) : null,
        flipped: shareOf(sumsOf(loss.flipped, test)),
        decisions_per_second: loss.decisionsPerSecond,
      },
    })),
    terminal: true,
  };
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
    const { difference, low, high, margin } = lost;
    const change = formatEstimate('points', { estimate: difference, low, high });
    const size = formatNumber((100 * loss.bytes) / exact.bytes, 0);
    return `${loss.precision}: ${size} % of the size, action accuracy ${change} against fp32 (${judgementWords(judgement, margin, 'share')}).`;
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

function shareOf(sums: SessionSums): Ranged {
  return ofSessions(ratioEstimate(sums, 'share'));
}

function rangedOf({ difference, low, high, sessions }: PairedDifference): Ranged {
  return { estimate: difference, low, high, of: sessions };
}

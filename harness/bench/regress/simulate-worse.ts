import { comparePairs } from '../../../reports/stats/compare-pairs.ts';
import { judge } from '../../../reports/stats/judge-family.ts';
import { sessionsToDecide } from '../../../reports/stats/verdict.ts';
import type { Rng } from '../../contract/rng.ts';
import { sumOf } from '../../shared/numbers.ts';
import { createRng } from '../../shared/streams.ts';
import type { MeasuredCell, MeasuredPair } from '../compare/run-sums.ts';
import { cellName } from './judge-night.ts';
import {
  drawNight,
  drawSessions,
  exchangeAtRandom,
  isAlarm,
  judgeSimulated,
  keyOf,
  onlyJudged,
  type ShareOfNights,
  type SimulatedNight,
  sessionsOf,
  shareOf,
} from './simulate-nights.ts';

/** The metric of which one cell is made worse. */
const MADE_WORSE = 'action_accuracy';

/** Nights of one size on which a policy is worse by so much. */
export interface NightsOfWorse {
  /** Part, arm and noise level of the cell that is made worse. */
  readonly cell: string;
  /** What `bench compare` says that it takes to tell such a difference in 80 % of repeats. */
  readonly stated: number;
  /** Sessions of each night. */
  readonly sessions: number;
  /** Nights on which the comparison, by itself, is called worse. */
  readonly alone: ShareOfNights;
  /** Nights on which it is called worse among all checks of the night. */
  readonly amongAll: ShareOfNights;
}

/** Sizes of nights, as parts of what is stated. */
const PARTS = [0.5, 1, 2] as const;

/**
 * Nights on which the new policy is worse by so much in accuracy, beside how many sessions `bench compare` says that such
 * a difference takes. Sessions are drawn with replacement from two real runs and their labels exchanged at random, so that
 * the runs differ as real ones do and neither is better; then right steps of the new run are made wrong, each by itself.
 *
 * `loss` in [0, 1]. One cell after the other is made worse, all that rules concern.
 */
export function simulateWorse(
  night: SimulatedNight,
  { loss, nights, seed }: { readonly loss: number; readonly nights: number; readonly seed: string },
): NightsOfWorse[] {
  return onlyJudged(night)
    .measured.filter((cell) => cell.metric.name === MADE_WORSE)
    .flatMap((cell) => {
      const stated = statedSessions(cell, loss, seed);
      if (stated === null) return [];
      return PARTS.map((part) => {
        const sessions = Math.max(2, Math.round(part * stated));
        return {
          cell: cellName(cell.of),
          stated,
          sessions,
          ...playNights(night, cell, { loss, nights, seed, sessions }),
        };
      });
    });
}

/** What is stated of a loss, and each simulated night, has numbers of its own. */
const worseNight = (seed: string, ...what: readonly string[]) => createRng('worse night', seed, ...what);

/** How many sessions are said to decide, by the spread that the whole of both runs has. */
function statedSessions(cell: MeasuredCell, loss: number, seed: string): number | null {
  const rng = worseNight(seed, 'stated');
  const [exchanged] = exchangeAtRandom([cell], rng);
  const { spread, margin } = comparePairs(worsen(exchanged!.pairs, loss, rng), cell.metric.unit, 'higher');
  return spread && sessionsToDecide({ difference: -loss, spread, margin }, 0.95);
}

interface Nights {
  readonly loss: number;
  readonly nights: number;
  readonly seed: string;
  readonly sessions: number;
}

function playNights(night: SimulatedNight, worse: MeasuredCell, { loss, nights, seed, sessions }: Nights) {
  const all = sessionsOf(night.measured);
  const draw = drawNight(night.measured);
  let [alone, amongAll] = [0, 0];
  for (let at = 0; at < nights; at++) {
    const rng = worseNight(seed, String(sessions), String(at));
    const measured = exchangeAtRandom(draw(drawSessions(all, sessions, rng)), rng).map((cell) =>
      isSame(cell, worse) ? { ...cell, pairs: worsen(cell.pairs, loss, rng) } : cell,
    );
    const own = measured.find((cell) => isSame(cell, worse))!;
    if (judge(comparePairs(own.pairs, own.metric.unit, 'higher')).verdict === 'worse') alone++;
    if (judgeSimulated({ ...night, measured }).some((check) => keyOf(check) === keyOfCell(worse) && isAlarm(check)))
      amongAll++;
  }
  return { alone: shareOf(alone, nights), amongAll: shareOf(amongAll, nights) };
}

const isSame = (one: MeasuredCell, other: MeasuredCell) => one.of === other.of && one.metric === other.metric;
const keyOfCell = (cell: MeasuredCell) => keyOf({ metric: cell.metric.name, cell: cellName(cell.of) });

/** Makes right steps of the new run wrong, so many that accuracy falls by the loss in the mean. */
function worsen(pairs: readonly MeasuredPair[], loss: number, rng: Rng): MeasuredPair[] {
  const total = (of: 'numerator' | 'denominator') => sumOf(pairs, ({ next }) => next[of]);
  const chance = Math.min(1, (loss * total('denominator')) / Math.max(1, total('numerator')));
  return pairs.map((pair) => {
    let { numerator } = pair.next;
    for (let right = Math.floor(pair.next.numerator); right > 0; right--) if (rng.next() < chance) numerator--;
    return { ...pair, next: { ...pair.next, numerator } };
  });
}

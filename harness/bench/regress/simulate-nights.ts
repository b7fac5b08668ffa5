import type { NightCheck } from '../../../reports/nightly/night.ts';
import { midP } from '../../../reports/stats/mid-p.ts';
import type { Metric } from '../../contract/metric.ts';
import type { Rng } from '../../contract/rng.ts';
import { createRng } from '../../shared/streams.ts';
import type { MeasuredCell, MeasuredPair } from '../compare/run-sums.ts';
import { judgeNight } from './judge-night.ts';
import type { Rules } from './rules.ts';

/** How often something happens over simulated nights, with a 95 % interval. */
interface ShareOfNights {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly of: number;
}

interface SimulatedNights {
  /** Nights on which some check that must or should hold is called worse although no run is. */
  readonly falseAlarms: ShareOfNights;
  /** Nights on which some check that must hold fails although no run is worse. */
  readonly falseFailures: ShareOfNights;
}

interface Night {
  readonly rules: Rules;
  readonly metrics: readonly Metric[];
  readonly measured: readonly MeasuredCell[];
}

/**
 * Nights on which nothing changed: two real runs that differ, whose labels are exchanged session by session at random. A
 * session keeps its label in all cells and metrics, as its luck is one. Two equal runs would prove nothing, as nothing
 * differs in them.
 */
export function simulateNullNights({ rules, metrics, measured }: Night, nights: number, seed: string): SimulatedNights {
  const sessions = sessionsOf(measured);
  let [alarms, failures] = [0, 0];
  for (let night = 0; night < nights; night++) {
    const rng = createRng('null night', seed, String(night));
    const isExchanged = new Map(sessions.map((session) => [session, rng.next() < 0.5]));
    const exchanged = measured.map((cell) => ({
      ...cell,
      pairs: cell.pairs.map((pair) =>
        isExchanged.get(sessionOf(pair)) ? { ...pair, base: pair.next, next: pair.base } : pair,
      ),
    }));
    const checks = judge(rules, metrics, exchanged);
    if (checks.some(isAlarm)) alarms++;
    if (checks.some(({ tier, verdict }) => tier === 'must' && verdict === 'FAIL')) failures++;
  }
  return { falseAlarms: shareOf(alarms, nights), falseFailures: shareOf(failures, nights) };
}

/** Nights of so many sessions, drawn with replacement from two real runs: how often each check is called worse. */
export function simulatePower(
  { rules, metrics, measured }: Night,
  { nights, sessions, seed }: { readonly nights: number; readonly sessions: number; readonly seed: string },
): { readonly check: NightCheck; readonly worse: ShareOfNights }[] {
  const all = sessionsOf(measured);
  const places = measured.map(({ pairs }) => groupBySession(pairs));
  const counts = new Map<string, number>();
  for (let night = 0; night < nights; night++) {
    const drawn = drawSessions(all, sessions, createRng('night of sessions', seed, String(night)));
    const resampled = measured.map((cell, at) => ({
      ...cell,
      pairs: drawn.flatMap((session, copy) =>
        (places[at]!.get(session) ?? []).map((pair) => ({
          ...pair,
          id: `${copy} ${pair.id}`,
          caseKey: `${copy} ${pair.caseKey}`,
        })),
      ),
    }));
    for (const check of judge(rules, metrics, resampled))
      if (isAlarm(check)) counts.set(keyOf(check), (counts.get(keyOf(check)) ?? 0) + 1);
  }
  return judge(rules, metrics, measured).map((check) => ({
    check,
    worse: shareOf(counts.get(keyOf(check)) ?? 0, nights),
  }));
}

const judge = (rules: Rules, metrics: readonly Metric[], measured: readonly MeasuredCell[]) =>
  judgeNight({ rules, lenient: true, metrics, measured, layers: null, show: () => '' });

const isAlarm = ({ verdict }: NightCheck) => verdict === 'FAIL' || verdict === 'WARN';
const keyOf = ({ metric, cell }: NightCheck) => JSON.stringify([metric, cell]);
const sessionOf = ({ population, session }: MeasuredPair) => JSON.stringify([population, session]);

function sessionsOf(measured: readonly MeasuredCell[]): string[] {
  return [...new Set(measured.flatMap(({ pairs }) => pairs.map(sessionOf)))];
}

function groupBySession(pairs: readonly MeasuredPair[]): Map<string, MeasuredPair[]> {
  const groups = new Map<string, MeasuredPair[]>();
  for (const pair of pairs) {
    const known = groups.get(sessionOf(pair));
    if (known) known.push(pair);
    else groups.set(sessionOf(pair), [pair]);
  }
  return groups;
}

function drawSessions(all: readonly string[], count: number, rng: Rng): string[] {
  return Array.from({ length: count }, () => all[Math.floor(rng.next() * all.length)]!);
}

function shareOf(count: number, nights: number): ShareOfNights {
  return { estimate: count / nights, ...midP(count, nights), of: nights };
}

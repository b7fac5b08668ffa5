import type { NightCheck } from '../../../reports/nightly/night.ts';
import { midP } from '../../../reports/stats/mid-p.ts';
import type { Metric } from '../../contract/metric.ts';
import type { Rng } from '../../contract/rng.ts';
import { createRng } from '../../shared/streams.ts';
import type { MeasuredCell, MeasuredPair } from '../compare/run-sums.ts';
import { cellName, judgeNight } from './judge-night.ts';
import type { Rules } from './rules.ts';

/** How often something happens over simulated nights, with a 95 % interval. */
export interface ShareOfNights {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
  readonly of: number;
}

/** The same without the cells of which no rule says anything: they are most. */
export function onlyJudged(night: SimulatedNight): SimulatedNight {
  const judged = new Set(judgeSimulated(night).map(keyOf));
  return {
    ...night,
    measured: night.measured.filter(({ metric, of }) => judged.has(keyOf({ metric: metric.name, cell: cellName(of) }))),
  };
}

interface SimulatedNights {
  /** Nights on which some check that must or should hold is called worse although no run is. */
  readonly falseAlarms: ShareOfNights;
  /** Nights on which some check that must hold fails although no run is worse. */
  readonly falseFailures: ShareOfNights;
}

/** Two real runs, and the rules that nights are judged by. */
export interface SimulatedNight {
  readonly rules: Rules;
  readonly metrics: readonly Metric[];
  readonly measured: readonly MeasuredCell[];
}

/**
 * Nights on which nothing changed: two real runs that differ, whose labels are exchanged session by session at random. A
 * session keeps its label in all cells and metrics, as its luck is one. Two equal runs would prove nothing, as nothing
 * differs in them.
 */
export function simulateNullNights(night: SimulatedNight, nights: number, seed: string): SimulatedNights {
  let [alarms, failures] = [0, 0];
  for (let at = 0; at < nights; at++) {
    const measured = exchangeAtRandom(night.measured, createRng('null night', seed, String(at)));
    const checks = judgeSimulated({ ...night, measured });
    if (checks.some(isAlarm)) alarms++;
    if (checks.some(({ tier, verdict }) => tier === 'must' && verdict === 'FAIL')) failures++;
  }
  return { falseAlarms: shareOf(alarms, nights), falseFailures: shareOf(failures, nights) };
}

/** Exchanges the labels of half of the sessions, each in all cells and metrics. */
export function exchangeAtRandom(measured: readonly MeasuredCell[], rng: Rng): MeasuredCell[] {
  const isExchanged = new Map(sessionsOf(measured).map((session) => [session, rng.next() < 0.5]));
  return measured.map((cell) => ({
    ...cell,
    pairs: cell.pairs.map((pair) =>
      isExchanged.get(sessionOf(pair)) ? { ...pair, base: pair.next, next: pair.base } : pair,
    ),
  }));
}

/** Nights of so many sessions, drawn with replacement from two real runs: how often each check is called worse. */
export function simulatePower(
  night: SimulatedNight,
  { nights, sessions, seed }: { readonly nights: number; readonly sessions: number; readonly seed: string },
): { readonly check: NightCheck; readonly worse: ShareOfNights }[] {
  const all = sessionsOf(night.measured);
  const draw = drawNight(night.measured);
  const counts = new Map<string, number>();
  for (let at = 0; at < nights; at++) {
    const drawn = drawSessions(all, sessions, createRng('night of sessions', seed, String(at)));
    for (const check of judgeSimulated({ ...night, measured: draw(drawn) }))
      if (isAlarm(check)) counts.set(keyOf(check), (counts.get(keyOf(check)) ?? 0) + 1);
  }
  return judgeSimulated(night).map((check) => ({ check, worse: shareOf(counts.get(keyOf(check)) ?? 0, nights) }));
}

export const judgeSimulated = ({ rules, metrics, measured }: SimulatedNight) =>
  judgeNight({ rules, lenient: true, metrics, measured, layers: null, show: () => '' });

export const isAlarm = ({ verdict }: NightCheck) => verdict === 'FAIL' || verdict === 'WARN';
export const keyOf = ({ metric, cell }: Pick<NightCheck, 'metric' | 'cell'>) => JSON.stringify([metric, cell]);
const sessionOf = ({ population, session }: MeasuredPair) => JSON.stringify([population, session]);

export function sessionsOf(measured: readonly MeasuredCell[]): string[] {
  return [...new Set(measured.flatMap(({ pairs }) => pairs.map(sessionOf)))];
}

/** Makes a night of drawn sessions; one that is drawn twice counts as two. */
export function drawNight(measured: readonly MeasuredCell[]): (drawn: readonly string[]) => MeasuredCell[] {
  const places = measured.map(({ pairs }) => groupBySession(pairs));
  return (drawn) =>
    measured.map((cell, at) => ({
      ...cell,
      pairs: drawn.flatMap((session, copy) =>
        (places[at]!.get(session) ?? []).map((pair) => ({
          ...pair,
          id: `${copy} ${pair.id}`,
          session: `${copy} ${pair.session}`,
          caseKey: `${copy} ${pair.caseKey}`,
        })),
      ),
    }));
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

export function drawSessions(all: readonly string[], count: number, rng: Rng): string[] {
  return Array.from({ length: count }, () => all[Math.floor(rng.next() * all.length)]!);
}

export function shareOf(count: number, nights: number): ShareOfNights {
  return { estimate: count / nights, ...midP(count, nights), of: nights };
}

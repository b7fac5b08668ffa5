import { isDeepStrictEqual } from 'node:util';
import type { Trace, TraceStep } from '../../contract/trace.ts';
import { sumOf } from '../../shared/numbers.ts';
import { type PlayedCell, wrong } from './recount.ts';

/** An error with its twin, and how many errors of its session it stands for. */
export interface Pair {
  readonly run: Trace;
  readonly twin: Trace;
  readonly at: number;
  readonly weight: number;
}

/** Twins paired by session: the first error stands for itself, another one for all that came later. */
export function pairsOf({ runs, twins }: PlayedCell): Pair[] {
  return twins.flatMap((twin) => {
    const own = runs.find(({ session }) => session === twin.session)!;
    const at = twin.forced!.step;
    const others = twins.filter(({ session, forced }) => session === twin.session && forced!.step !== own.divergedAt);
    const later = own.steps.filter(wrong).length - 1;
    return wrong(own.steps[at]!)
      ? [{ run: own, twin, at, weight: at === own.divergedAt ? 1 : later / others.length }]
      : [];
  });
}

const mean = (pairs: readonly Pair[], of: (pair: Pair) => number): number | null =>
  pairs.length === 0 ? null : sumOf(pairs, (pair) => pair.weight * of(pair)) / sumOf(pairs, ({ weight }) => weight);
const after = ({ steps }: Trace, at: number, counts: (step: TraceStep) => boolean) =>
  steps.slice(at + 1).filter((step) => wrong(step) && counts(step)).length;
const further = (counts: (step: TraceStep) => boolean) => (pair: Pair) =>
  after(pair.run, pair.at, counts) - after(pair.twin, pair.at, counts);
const seemed = ({ closed }: TraceStep) => closed?.deceivedBy !== null;
const reached = ({ outcome }: Trace) => +outcome!.goalReached;
export const isFirst = ({ run: own, at }: Pair) => own.divergedAt === at;
const harmless = ({ run: own, twin }: Pair) => reached(own) === 1 && isDeepStrictEqual(own.outcome, twin.outcome);

/** What errors did, counted from pairs. */
export function errorFigures(pairs: readonly Pair[]): Readonly<Record<string, number | null>> {
  const firsts = pairs.filter(isFirst);
  return {
    twins: pairs.length,
    firsts: firsts.length,
    r: mean(
      pairs,
      further(() => true),
    ),
    seeming: mean(pairs, further(seemed)),
    fresh: mean(
      pairs,
      further((step) => !seemed(step)),
    ),
    rFirst: mean(
      firsts,
      further(() => true),
    ),
    seemingFirst: mean(firsts, further(seemed)),
    freshFirst: mean(
      firsts,
      further((step) => !seemed(step)),
    ),
    harmlessFirst: mean(firsts, (pair) => +harmless(pair)),
    rHarmful: mean(
      firsts.filter((pair) => !harmless(pair)),
      further(() => true),
    ),
    goalLost: mean(pairs, (pair) => reached(pair.twin) - reached(pair.run)),
  };
}

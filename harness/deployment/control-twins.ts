import { isDeepStrictEqual } from 'node:util';
import type { Session } from '../contract/session.ts';
import type { Trace, TraceStep } from '../contract/trace.ts';
import type { TwinPair } from '../contract/twin.ts';
import { twinOf } from '../engine/twins.ts';
import { createStreams } from '../shared/streams.ts';
import type { Bench } from './bench.ts';
import { cellRoles, type PlayedCell, playScenarios, scenariosOf } from './play.ts';

/** Twins of steps that were right: what the method shows where there is no damage to be shown. */
export type ControlTwins = Awaited<ReturnType<typeof controlTwins>>;

/** Share of sessions that are kept for the control with the same action, even where another one could be forced. */
const SAME_SHARE = 0.4;

/** Forces the usual right action at one right step of each run: in most sessions the first step at which another right action was taken. */
export async function controlTwins(
  bench: Bench,
  played: PlayedCell,
  sessions: readonly Session[],
  runs: readonly Trace[],
) {
  const scenarios = new Map([...scenariosOf(bench, [played], sessions)].map((one) => [one.session.id, one]));
  const chosen = runs.flatMap((run) => {
    const scenario = scenarios.get(run.session);
    const step = scenario && rightStep(run, bench.seed);
    return scenario && step ? [{ run, step, scenario }] : [];
  });
  const other: TwinPair[] = [];
  const crashed: string[] = [];
  let same = 0;
  let strayed = 0;
  let next = 0;
  await playScenarios(
    bench,
    chosen.map(({ scenario, step }) => twinOf(scenario, step.index)),
    {
      part: 'control twins',
      rolesOf: await cellRoles(bench, [played]),
      onEpisode: (twin) => {
        const at = chosen[next++];
        if (!at) return;
        if (twin.end === 'crashed') {
          crashed.push(twin.session);
          return;
        }
        const { run, step } = at;
        if (!isUsual(step)) {
          other.push({ run, error: step.index, twin, weight: 1 });
          return;
        }
        same++;
        if (!isDeepStrictEqual([run.steps, run.outcome], [twin.steps, twin.outcome])) strayed++;
      },
    },
  );
  return {
    /** Twins in which the same action was forced. */
    same /** Those of them that came to another end or took another way: there must be none. */,
    strayed /** Sessions whose control the desk failed in for good: they are in none of the counts. */,
    crashed /** Twins in which the right action gave way to another right one. */,
    other,
  };
}

/**
 * The first step of a sound case at which another right action than the usual one was taken, or any step before it.
 * Nothing that came after the former has a say in it: else long cases would be chosen too often.
 */
function rightStep({ session, steps, divergedAt }: Trace, seed: string): TraceStep | undefined {
  const clean = steps.slice(0, divergedAt ?? steps.length);
  const free = clean.find((step) => !isUsual(step));
  const rng = createStreams({ seed, session })('twins', 0, 'control');
  const usual = clean.slice(0, free?.index ?? clean.length);
  const same = usual[Math.floor(rng.next() * usual.length)];
  return free && (same === undefined || rng.next() >= SAME_SHARE) ? free : same;
}

/** Whether the usual right action was taken, to the letter: the same reply in other words is another way to go on. */
function isUsual({ chosen, reference }: TraceStep): boolean {
  return isDeepStrictEqual(chosen, reference);
}

import type { Action } from '../contract/action.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import type { TwinPair } from '../contract/twin.ts';
import { createStreams } from '../shared/streams.ts';
import { type BatchOptions, runEpisodes } from './batch.ts';

/**
 * The scenario with another action at one step. `right` makes the twin of an error there; the error's own action
 * makes the twin of that twin, which is the original run again.
 * Throws: where another step is forced already, since a scenario forces one step only.
 */
export function twinOf(scenario: Scenario, step: number, action: Action | 'right' = 'right'): Scenario {
  const { forced, session } = scenario;
  if (forced && forced.step !== step)
    throw new Error(`Session "${session.id}" is forced at step ${forced.step} already: step ${step} can have no twin.`);
  return { ...scenario, forced: { step, action } };
}

export interface TwinOptions extends Omit<BatchOptions, 'onEpisode' | 'collectReviews' | 'collectExamples'> {
  /** Plays scenarios. Absent: `runEpisodes`. */
  readonly run?: typeof runEpisodes;
  /** Most errors of one episode that get a twin: the first one and, by chance, others. Absent: every error. */
  readonly most?: number;
  /** Called once for each scenario, in order; without pairs where nothing went wrong. */
  readonly onRun: (run: Trace, pairs: readonly TwinPair[]) => void;
}

/** Episodes that are played before their twins are. Bounds the memory. */
const RUNS_AT_A_TIME = 512;

/**
 * Runs closed-loop scenarios and, for their errors, the twins. In a scenario that injects an action, only that
 * one has a twin. A pair whose twin the desk failed in has a `crashed` twin.
 * Throws: what `runEpisodes` throws, and where `most` is not a whole number from 1 up.
 */
export async function runTwins(scenarios: Iterable<Scenario>, options: TwinOptions): Promise<void> {
  const { most = Number.POSITIVE_INFINITY } = options;
  if (!(most >= 1)) throw new Error(`${most} twins a run are none: give 1 or more, or leave it out for all.`);
  let runs: Scenario[] = [];
  for (const scenario of scenarios) {
    runs.push(scenario);
    if (runs.length < RUNS_AT_A_TIME) continue;
    await runSome(runs, most, options);
    runs = [];
  }
  await runSome(runs, most, options);
}

interface Chosen {
  readonly scenario: Scenario;
  readonly run: Trace;
  readonly error: number;
  readonly weight: number;
}

async function runSome(scenarios: readonly Scenario[], most: number, options: TwinOptions): Promise<void> {
  const { most: _, onRun, run: play = runEpisodes, ...batch } = options;
  const runs: Trace[] = [];
  await play(scenarios, { ...batch, onEpisode: (trace) => runs.push(trace) });
  const chosen = runs.flatMap((run, i) => errorsOf(scenarios[i] as Scenario, run, most));
  const pairs = new Map<Trace, TwinPair[]>();
  let next = 0;
  await play(
    chosen.map(({ scenario, error }) => twinOf(scenario, error)),
    {
      ...batch,
      onEpisode: (twin) => {
        const { run, error, weight } = chosen[next++] as Chosen;
        pairs.set(run, [...(pairs.get(run) ?? []), { run, error, twin, weight }]);
      },
    },
  );
  for (const run of runs) onRun(run, pairs.get(run) ?? []);
}

/** The errors of a run that get a twin: the first one always, where two may; of the others each is as likely as any other. */
function errorsOf(scenario: Scenario, run: Trace, most: number): Chosen[] {
  const { forced, seed, session } = scenario;
  const wrong = run.steps.filter(({ closed, index }) => closed?.right === false && (!forced || forced.step === index));
  const errors = wrong.map(({ index }) => index);
  const first = errors.splice(0, most >= 2 ? 1 : 0);
  const left = [...errors];
  const rng = createStreams({ seed, session: session.id })('twins', 0, 'sample');
  while (left.length > most - first.length)
    left.splice(Math.min(left.length - 1, Math.floor(rng.next() * left.length)), 1);
  return [
    ...first.map((error) => ({ scenario, run, error, weight: 1 })),
    ...left.map((error) => ({ scenario, run, error, weight: errors.length / left.length })),
  ];
}

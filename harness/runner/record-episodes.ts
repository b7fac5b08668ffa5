import { setImmediate } from 'node:timers/promises';
import type { Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import { type BatchOptions, runEpisodes } from '../engine/batch.ts';
import { MachineError } from './exit-code.ts';
import { waitingFor } from './movement.ts';
import { type EpisodeFacts, keyOfEpisode, type StoredEpisode, storedKey } from './traces/stored-episode.ts';
import type { TraceStore } from './traces/trace-store.ts';

export interface RecordOptions extends Omit<BatchOptions, 'onEpisode'> {
  readonly store: TraceStore;
  /** The part of the run that these scenarios are: another one for each call that plays the same sessions in the same cells. */
  readonly play: string;
  readonly about: (scenario: Scenario) => EpisodeFacts;
  /** Whether only what an earlier attempt had come to is played: what crashed there. Absent: all is. */
  readonly onlyReached?: boolean;
  /** Called for each scenario in order, those found in the store included. */
  readonly onEpisode: BatchOptions['onEpisode'];
}

/** Found episodes between two rests in which the process may hear signals. */
const FOUND_BETWEEN_RESTS = 256;

/**
 * Plays scenarios as `runEpisodes` does, except those that the store holds, and hands out all of them in order, the
 * same ones whether the run was interrupted or not. Reviews and examples are no part of what is stored: where they are
 * wanted, every scenario is played. Throws: where an episode comes twice, and as `runEpisodes`; with `onlyReached`,
 * `MachineError` once all that an earlier attempt had come to is there and the scenarios go on.
 */
export function recordEpisodes(scenarios: Iterable<Scenario>, options: RecordOptions): Promise<void> {
  const { collectReviews = false, collectExamples = false } = options;
  return collectReviews || collectExamples ? playAll(scenarios, options) : playMissing(scenarios, options);
}

/** Keeps one more episode, unless it is there already. Returns the one that is stored. */
export function keepEpisode(store: TraceStore, episode: StoredEpisode): Trace {
  const key = keyOfEpisode(episode);
  if (store.has(key)) return store.take(key).trace;
  store.append(episode);
  return episode.trace;
}

function playAll(scenarios: Iterable<Scenario>, options: RecordOptions): Promise<void> {
  const { store, play, about, ...batch } = options;
  return playKept(scenarios, batch, (trace, scenario) => keepEpisode(store, { play, about: about(scenario), trace }));
}

/** Plays scenarios as `runEpisodes` does, and gives each episode to `keep` before it hands out what that returns. */
export async function playKept(
  scenarios: Iterable<Scenario>,
  { onEpisode, ...batch }: BatchOptions,
  keep: (trace: Trace, scenario: Scenario) => Trace,
): Promise<void> {
  const all = [...scenarios];
  const failure = firstFailure();
  let next = 0;
  await failure.instead(
    runEpisodes(all, {
      ...batch,
      onEpisode: failure.noted((trace, reviews, examples) =>
        onEpisode(keep(trace, all[next++] as Scenario), reviews, examples),
      ),
    }),
  );
}

async function playMissing(scenarios: Iterable<Scenario>, options: RecordOptions): Promise<void> {
  const { store, play, about, onlyReached = false, onEpisode, ...batch } = options;
  const keyOf = (scenario: Scenario) => storedKey(play, scenario);
  const rest = scenarios[Symbol.iterator]();
  // Handed to the engine or found, and not yet handed out: a ring would save little, as few wait at a time.
  const waiting = new Map<number, Scenario>();
  let [asked, out] = [0, 0];
  let beyond = false;

  const handOut = ({ trace }: StoredEpisode) => {
    waiting.delete(out++);
    const next = waiting.get(out);
    if (next) waitingFor(`session "${next.session.id}" in "${next.cell.id}"`);
    onEpisode(trace, [], []);
  };
  const handOutFound = () => {
    for (let next = waiting.get(out); next && store.has(keyOf(next)); next = waiting.get(out))
      handOut(store.take(keyOf(next)));
  };
  const ask = (): Scenario | undefined => {
    const { value, done } = rest.next();
    if (done) return undefined;
    beyond = onlyReached && !store.wasReached(keyOf(value));
    if (beyond) return undefined;
    waiting.set(asked++, value);
    return value;
  };
  function* toPlay(first: Scenario): Generator<Scenario> {
    for (let next: Scenario | undefined = first; next; next = ask())
      if (store.has(keyOf(next))) handOutFound();
      else yield next;
  }

  // What an interrupted run has played stands at the front.
  let first = ask();
  for (; first && store.has(keyOf(first)); first = ask()) {
    handOutFound();
    if (out % FOUND_BETWEEN_RESTS === 0) await setImmediate();
  }
  if (beyond) throw notReached();
  if (!first) return;
  const failure = firstFailure();
  await failure.instead(
    runEpisodes(toPlay(first), {
      ...batch,
      onEpisode: failure.noted((trace) => {
        const episode = { play, about: about(waiting.get(out) as Scenario), trace };
        store.append(episode);
        handOut(episode);
        handOutFound();
      }),
    }),
  );
  if (beyond) throw notReached();
}

const notReached = () =>
  new MachineError(
    'What had crashed was played again. The run had not come further: the same command without --retry-errors goes on.',
  );

/** The engine says of an error in which session it was; whose fault one of the store is must not be lost over that. */
function firstFailure() {
  let failure: { readonly error: unknown } | null = null;
  return {
    /** Does the same, and takes note of what it throws. */
    noted:
      <A extends unknown[]>(work: (...given: A) => void) =>
      (...given: A): void => {
        try {
          work(...given);
        } catch (error) {
          failure ??= { error };
          throw error;
        }
      },
    /** Throws: what was noted first, in place of what came of it. */
    async instead(work: Promise<void>): Promise<void> {
      try {
        await work;
      } catch (error) {
        throw failure?.error ?? error;
      }
    },
  };
}

import { setImmediate } from 'node:timers/promises';
import type { Scenario } from '../contract/scenario.ts';
import type { Trace } from '../contract/trace.ts';
import { type BatchOptions, runEpisodes } from '../engine/batch.ts';
import { type EpisodeFacts, type StoredEpisode, storedKey } from './traces/stored-episode.ts';
import type { TraceStore } from './traces/trace-store.ts';
import type { Watchdog } from './watchdog.ts';

export interface RecordOptions extends Omit<BatchOptions, 'onEpisode' | 'collectReviews' | 'collectExamples'> {
  readonly store: TraceStore;
  /** The part of the run that these scenarios are: another one for each call that plays the same sessions in the same cells. */
  readonly play: string;
  readonly about: (scenario: Scenario) => EpisodeFacts;
  /** Called for each scenario in order, those found in the store included. */
  readonly onEpisode: (episode: StoredEpisode, scenario: Scenario) => void;
  readonly watchdog?: Watchdog;
}

/** Found episodes between two rests in which the process may hear signals. */
const FOUND_BETWEEN_RESTS = 256;

/**
 * Plays scenarios as `runEpisodes` does, except those that the store holds, and hands out all of them in order, the
 * same ones whether the run was interrupted or not. Throws: where an episode comes twice, and as `runEpisodes`.
 */
export async function recordEpisodes(scenarios: Iterable<Scenario>, options: RecordOptions): Promise<void> {
  const { store, play, about, onEpisode, watchdog, ...batch } = options;
  const keyOf = ({ cell, session, forced }: Scenario) => storedKey(play, cell.id, session.id, forced);
  const rest = scenarios[Symbol.iterator]();
  // Handed to the engine or found, and not yet handed out: a ring would save little, as few wait at a time.
  const waiting = new Map<number, Scenario>();
  let [asked, out] = [0, 0];

  const handOut = (episode: StoredEpisode) => {
    const scenario = waiting.get(out) as Scenario;
    waiting.delete(out++);
    const next = waiting.get(out);
    watchdog?.moved(`play ${play}`, next && `session "${next.session.id}" in "${next.cell.id}"`);
    onEpisode(episode, scenario);
  };
  const handOutFound = () => {
    for (let next = waiting.get(out); next && store.has(keyOf(next)); next = waiting.get(out))
      handOut(store.take(keyOf(next)));
  };
  const ask = (): Scenario | undefined => {
    const { value, done } = rest.next();
    if (done) return undefined;
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
  if (!first) return;
  // The engine says of an error in which session it was; whose fault one of the store is must not be lost over that.
  let failure: { readonly error: unknown } | null = null;
  const onTrace = (trace: Trace) => {
    try {
      const episode = { play, about: about(waiting.get(out) as Scenario), trace };
      store.append(episode);
      handOut(episode);
      handOutFound();
    } catch (error) {
      failure = { error };
      throw error;
    }
  };
  try {
    await runEpisodes(toPlay(first), { ...batch, onEpisode: onTrace });
  } catch (error) {
    throw (failure as { readonly error: unknown } | null)?.error ?? error;
  }
}

import { procedureOf } from '../../fixtures/drift/support/walk-session.ts';
import { ACTION_KINDS } from '../contract/action.ts';
import type { NoiseSettings, RateByKind } from '../contract/operator.ts';
import type { Policy } from '../contract/policy.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { EpisodePlayer } from '../deployment/bench.ts';
import { runEpisodes } from '../engine/batch.ts';
import type { Run } from '../runner/open-run.ts';
import { keepEpisode, playKept, recordEpisodes } from '../runner/record-episodes.ts';
import { type RunLimits, runLimits } from '../runner/run-limits.ts';
import { type EpisodeFacts, type StoredEpisode, storedKey } from '../runner/traces/stored-episode.ts';

/** What keeps the episodes of a run, in its folder. */
export interface RunRecord {
  /** What is played of the run, such as a population. Parts that play the same sessions in the same cells need other names. */
  part(name: string): RunPart;
}

/** An episode and what sessions are looked for by, from whatever part of a run. */
export type PlayedEpisode = Omit<StoredEpisode, 'play'>;

/** What keeps the episodes of a part of a run. */
export interface RunPart {
  /** Plays as `runEpisodes` does and keeps what is played. */
  readonly player: EpisodePlayer;
  /** Whether all of these were played to their end before: nothing need be learned to hand them out. `part` as the player's. */
  has(scenarios: Iterable<Scenario>, part?: string): boolean;
  /** When an episode is given up, and the run: of the desks that it is played on. */
  readonly limits: RunLimits;
  /** Keeps an episode that was played elsewhere, in the order of the run. */
  keep(episode: PlayedEpisode): void;
  /** Notes a model that is deployed. Throws: `UsageError` where the same run, interrupted, had another. */
  deploys(name: string, model: Pick<Policy, 'fingerprint' | 'provider'>): void;
}

/** Of what is played for its figures alone. */
export const UNRECORDED: RunPart = {
  player: runEpisodes,
  has: () => false,
  limits: runLimits(),
  keep: () => undefined,
  deploys: () => undefined,
};

/** Keeps what is played in the run's folder. `retryErrors`: plays only what had crashed there. */
export function recordIn(
  run: Run,
  { limits = runLimits(), retryErrors = false }: { readonly limits?: RunLimits; readonly retryErrors?: boolean } = {},
): RunRecord {
  const { store } = run;
  const playOf = (name: string, own: string | undefined) => (own === undefined ? name : `${name}, ${own}`);
  return {
    part: (name) => ({
      has(scenarios, own) {
        for (const scenario of scenarios) if (!store.has(storedKey(playOf(name, own), scenario))) return false;
        return true;
      },
      player: (scenarios, options, own) =>
        recordEpisodes(scenarios, {
          ...options,
          store,
          play: playOf(name, own),
          about: factsOf,
          onlyReached: retryErrors,
        }),
      limits,
      keep: (episode) => void keepEpisode(store, { play: name, ...episode }),
      deploys: (model, { fingerprint = null, provider }) => run.deploys(`${model}, ${name}`, { fingerprint, provider }),
    }),
  };
}

/** Plays as `runEpisodes` does, every episode, and gives each to `keep` in order. */
export function keepingPlayer(keep: RunPart['keep']): EpisodePlayer {
  return (scenarios, options) =>
    playKept(scenarios, options, (trace, scenario) => {
      keep({ about: factsOf(scenario), trace });
      return trace;
    });
}

/** What sessions are looked for by, of a scenario. */
export function factsOf({ cell, session, work }: Scenario): EpisodeFacts {
  return {
    arm: cell.arm,
    noise: noiseInWords(cell.noise),
    operator: work?.operator ?? null,
    process: procedureOf(session),
    queue: work?.queueLength ?? null,
  };
}

const inWords = new WeakMap<NoiseSettings, string>();

/** `α 0.05 β 0.3 slip 0.02`, and traits behind it; rates that differ by kind show the lowest and the highest. */
function noiseInWords(noise: NoiseSettings): string {
  const known = inWords.get(noise);
  if (known !== undefined) return known;
  const traits = Object.entries(noise.traits ?? {}).map(([name, strength]) => `, ${name} ${strength}`);
  const words = `α ${ratesInWords(noise.alpha)} β ${ratesInWords(noise.beta)} slip ${ratesInWords(noise.slip)}${traits.join('')}`;
  inWords.set(noise, words);
  return words;
}

function ratesInWords(rates: RateByKind): string {
  const all = ACTION_KINDS.map((kind) => rates[kind]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  return low === high ? String(low) : `${low}–${high}`;
}

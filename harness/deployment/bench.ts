import type { Catalog } from '../contract/catalog.ts';
import type { NoiseSettings, Operator, WorkContext } from '../contract/operator.ts';
import type { FitOptions, Policy } from '../contract/policy.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Session } from '../contract/session.ts';
import type { World } from '../contract/world.ts';
import type { BatchOptions } from '../engine/batch.ts';
import type { Parts } from './split-sessions.ts';

/** Desks to play on, as many at a time as there are, and when an episode on them is given up. */
type PlayDesks = Pick<BatchOptions, 'openEnvironment' | 'concurrency' | 'limits'>;

/**
 * Plays scenarios as `runEpisodes` does and hands out each episode in their order. In its place may stand one that keeps
 * traces, and that hands out those of an interrupted run without playing them again. `part` names what the scenarios are
 * of the bench, where others play the same sessions in the same cells.
 */
export type EpisodePlayer = (scenarios: Iterable<Scenario>, options: BatchOptions, part?: string) => Promise<void>;

/** The place, with a name for what is played there. */
export function inPart<P extends PlayPlace>(place: P, part: string): P {
  const { player } = place;
  return { ...place, player: player && ((scenarios, options, own = part) => player(scenarios, options, own)) };
}

/** Where sessions are played. */
export interface PlayPlace {
  readonly catalog: Catalog;
  readonly desks: PlayDesks;
  /** With a world sessions are played in closed loop. */
  readonly world?: World | undefined;
  /** The operator's day at each session. Absent: nothing is known of it. */
  readonly workOf?: ((session: Session) => WorkContext) | undefined;
  /** Absent: `runEpisodes`. */
  readonly player?: EpisodePlayer | undefined;
}

/** What sessions are played with, whatever the noise and the cell. */
export interface Bench extends PlayPlace {
  /** Where operators give feedback. Absent: where cells are played. */
  readonly feedbackDesks?: PlayDesks;
  readonly policy: Policy;
  /** What the chatbot arm runs; called where an arm plays it. */
  readonly chatbot?: () => Promise<Policy>;
  /** Confidence below which it hands over, in [0, 1], where a cell does not say. Absent: as `Cell` has it. */
  readonly handsOverBelow?: number | undefined;
  readonly operatorOf: (noise: NoiseSettings) => Operator;
  readonly seed: string;
}

/** A bench on which critics and gates are trained, too. */
export interface TrainingBench extends Bench {
  /** Sessions in which operators give feedback, and those on which cells are measured. */
  readonly parts: Omit<Parts, 'train'>;
  readonly fit: FitOptions;
}

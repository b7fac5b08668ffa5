import type { MonitorRecipe } from '../contract/monitor.ts';
import type { NoiseSettings, Operator } from '../contract/operator.ts';
import type { Example, FitOptions, Policy, PolicyRecipe } from '../contract/policy.ts';
import type { Session } from '../contract/session.ts';
import type { Trace } from '../contract/trace.ts';
import type { PlayPlace } from './bench.ts';
import type { GuardAlarm } from './slice-guards.ts';
import type { SlicePair } from './slice-pair.ts';
import type { TrainingSettings } from './train-critic-and-gate.ts';

/**
 * How far a slice is. `logging`: operators alone. `copilot`: with suggestions. `calibration`: what passes the gate
 * runs, but operators end each case. `selective`: what passes the gate runs, save a sample of sessions.
 */
export const SLICE_STAGES = ['logging', 'copilot', 'calibration', 'selective'] as const;
export type SliceStage = (typeof SLICE_STAGES)[number];

/** People who are wrong alike. */
export interface OperatorGroup {
  readonly name: string;
  readonly noise: NoiseSettings;
  readonly operator: Operator;
}

/** One day: who comes, and what the desk is like on it. Without a world the log is replayed in open loop. */
export interface RoundDay extends PlayPlace {
  readonly day: number;
  readonly sessions: readonly Session[];
  readonly operatorsOf: (session: Session) => OperatorGroup;
  /** Whether the day is before the rounds: after it what is `deployed` is installed in place of learning. Absent: it is not. */
  readonly before?: boolean;
}

export interface RoundRules {
  /** Sessions that must have been logged in a slice before a policy is trained on it. */
  readonly minLogged: number;
  /** Held-out answers below which a slice stays closed. */
  readonly minSupport: number;
  /** Share of the held-out answers that must pass before a slice is automated. */
  readonly minPassing: number;
  /** Days of human final close before selective automation. */
  readonly calibrationDays: number;
  /** Share of an automated slice's sessions that are worked as in the copilot stage, to keep an eye on it. */
  readonly sampleShare: number;
  /** Days between two rounds: an automated slice is then calibrated again, a copilot whose gate stays closed gets a new policy. */
  readonly roundDays: number;
  /** Parts of the day after each of which alarms are acted on. */
  readonly shifts: number;
  /** Most sessions, the latest, that a policy is trained on. */
  readonly memorySessions: number;
  /** ARL0 of each guardrail. */
  readonly meanRun: number;
  /** P(a customer whose goal was missed comes back). */
  readonly returnRate: number;
  /** Days until it is known whether a customer comes back. Absent: none. */
  readonly returnDays?: number;
  /**
   * What returns are watched against: the copilot stage, as all else, or operators alone in the logging stage, where
   * enough were logged.
   */
  readonly returnsAgainst?: 'copilot' | 'logging';
}

/** What runs before the rounds begin. Whoever gives it disposes of it, after the rounds. */
export interface Deployed {
  readonly policy: Policy;
  /** What a slice is automated with; null: nothing to decide on critical actions. */
  readonly pairOf: (slice: string) => SlicePair | null;
}

export interface RoundsInput {
  readonly days: readonly RoundDay[];
  /** Examples from logs of before the first day; slices that they show begin as copilots. */
  readonly history: readonly SliceExample[];
  /** Issue cluster to which a session is routed when it comes. */
  readonly sliceOf: (session: Session) => string;
  /**
   * Slices of the days before the rounds are logged on the first, are copilots with this policy on the second, so that
   * guardrails learn how things usually are, and selective from then on. Absent: each slice earns its stages.
   */
  readonly deployed?: Deployed;
  readonly clusterOf: ReadonlyMap<string, string>;
  readonly policy: PolicyRecipe;
  /** How a slice's critic and gate are made; its support is one of the rules. */
  readonly training: Omit<TrainingSettings, 'minSupport'>;
  /** The first one acts. */
  readonly monitors: readonly MonitorRecipe[];
  readonly rules: RoundRules;
  readonly seed: string;
  readonly fit: FitOptions;
  readonly onTrace?: (
    trace: Trace,
    where: { readonly day: number; readonly slice: string; readonly stage: SliceStage },
  ) => void;
  readonly onDay?: (slices: readonly SliceDay[]) => void;
}

/** An example and the slice whose operators gave it. */
export interface SliceExample {
  readonly slice: string;
  readonly example: Example;
}

/** What one slice did on one day. */
export interface SliceDay {
  readonly day: number;
  readonly slice: string;
  /** At the day's beginning. */
  readonly stage: SliceStage;
  readonly sessions: number;
  /** Sessions in which no operator did anything. */
  readonly automated: number;
  /** Sessions whose goal was reached; in open loop those without a wrong step. */
  readonly reached: number;
  /** Actions that ran without an operator, and those of them that were wrong. */
  readonly executed: number;
  readonly wrongExecuted: number;
  readonly steps: number;
  readonly activeMs: number;
  readonly crashed: number;
  readonly alarms: readonly GuardAlarm[];
  readonly rolledBack: boolean;
  /** At the day's end. */
  readonly threshold: number | null;
  readonly policyVersion: number | null;
  /** Observations under watch, over all guardrails. */
  readonly watched: number;
}

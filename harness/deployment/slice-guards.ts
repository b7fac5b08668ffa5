import type { Monitor, MonitorRecipe } from '../contract/monitor.ts';
import type { Rng } from '../contract/rng.ts';
import { sumOf } from '../shared/numbers.ts';

/** What is watched in a slice; of each observation 1 is bad. */
const GUARDRAILS = ['critical precision', 'finalisation rejection', 'interventions', 'returns'] as const;
export type Guardrail = (typeof GUARDRAILS)[number];

export interface GuardSettings {
  /** Watch everything side by side; the first one's alarms roll back, the others' are only written down. */
  readonly monitors: readonly MonitorRecipe[];
  /** ARL0 of each guardrail, in observations. */
  readonly meanRun: number;
  readonly rng: (guardrail: Guardrail) => Rng;
  /** What is usual, where it is known from before: it then need not be learned. Too few of them count for nothing. */
  readonly usual?: Partial<Readonly<Record<Guardrail, readonly number[]>>>;
}

/** One alarm of one monitor on one guardrail. */
export interface GuardAlarm {
  readonly monitor: string;
  readonly guardrail: Guardrail;
  /** Whether it is the monitor that acts. */
  readonly acts: boolean;
  /** Observations since the guardrail was armed. */
  readonly observations: number;
}

/** Observations that a baseline is estimated from at least; with fewer the guardrail is not armed yet. */
const FEWEST = 20;
/** No slice is flawless: what is expected to be bad at least, and at most. */
const LEAST_BASELINE = 0.02;
const MOST_BASELINE = 0.7;
/** A change for the worse that is to be found: twice as bad, and at least so much worse. */
const FACTOR = 2;
const ADDED = 0.1;

interface Guard {
  /** What was usual before; null: it is learned. */
  readonly usual: readonly number[] | null;
  readonly past: number[];
  monitors: readonly Monitor[] | null;
  observed: number;
  readonly raised: Set<string>;
}

/**
 * The guardrails of one slice. Until it is armed a guardrail learns how things usually are; from then on its monitors
 * watch for a change for the worse.
 */
export class SliceGuards {
  readonly #settings: GuardSettings;
  readonly #guards: ReadonlyMap<Guardrail, Guard>;
  #armed = false;

  constructor(settings: GuardSettings) {
    this.#settings = settings;
    this.#guards = new Map(
      GUARDRAILS.map((name): [Guardrail, Guard] => {
        const given = settings.usual?.[name] ?? [];
        const usual = given.length >= FEWEST ? given : null;
        return [name, { usual, past: [], monitors: null, observed: 0, raised: new Set() }];
      }),
    );
  }

  /** From now on alarms are raised. */
  arm(): void {
    this.#armed = true;
  }

  /** Takes the next observation, in [0, 1], and gives the alarms that it raises. */
  observe(name: Guardrail, value: number): GuardAlarm[] {
    const guard = this.#guards.get(name);
    if (!guard) throw new Error(`There is no guardrail "${name}".`);
    const past = guard.usual ?? guard.past;
    if (this.#armed && guard.monitors === null && past.length >= FEWEST) guard.monitors = this.#monitorsFor(name, past);
    if (guard.monitors === null) {
      guard.past.push(value);
      return [];
    }
    guard.observed++;
    return guard.monitors.flatMap((monitor, at): GuardAlarm[] => {
      if (!monitor.update(value) || guard.raised.has(monitor.name)) return [];
      guard.raised.add(monitor.name);
      return [{ monitor: monitor.name, guardrail: name, acts: at === 0, observations: guard.observed }];
    });
  }

  /** Observations under watch so far. */
  get watched(): number {
    return sumOf(this.#guards.values(), ({ observed }) => observed);
  }

  #monitorsFor(name: Guardrail, past: readonly number[]): Monitor[] {
    const { monitors, meanRun, rng } = this.#settings;
    // One bad observation more than there were: a baseline that is too low alarms without cause.
    const mean = (sumOf(past) + 1) / (past.length + 1);
    const baseline = Math.min(MOST_BASELINE, Math.max(LEAST_BASELINE, mean));
    const degraded = Math.min((1 + baseline) / 2, Math.max(FACTOR * baseline, baseline + ADDED));
    return monitors.map((recipe) => recipe.create({ baseline, degraded, meanRun, rng: () => rng(name) }));
  }
}

import { judgeSides, type Sides } from '../../bench/feedback/judge-sides.ts';
import type { SessionExamples } from '../../bench/models/session-examples.ts';
import type { Example, Policy } from '../../contract/policy.ts';
import type { Session } from '../../contract/session.ts';
import { controlSets, type TrainingSet } from './training-sets.ts';

/** One trained policy on both sides. */
export interface CorrectionRow {
  readonly name: string;
  /** Null: the deployed policy. */
  readonly set: TrainingSet | null;
  readonly sides: Sides;
}

export interface Comparing {
  readonly evaluation: readonly Session[];
  /** Keys (`stepKey`) of the hard steps. */
  readonly hard: ReadonlySet<string>;
  readonly examples: SessionExamples;
  readonly seed: string;
  train(label: string, examples: readonly Example[], seed: string): Promise<Policy>;
}

/**
 * Seed of the deployed policy, and that of the controls. Both have one of their own: a control is then as unlike the
 * deployed policy as those are that are compared with it.
 */
export const deployedSeed = (seed: string) => `${seed} deployed`;
const controlSeed = (seed: string) => `${seed} control`;

/** Trains on each set and judges on both sides; controls first. */
export async function compareSets(sets: readonly TrainingSet[], comparing: Comparing): Promise<CorrectionRow[]> {
  const { evaluation, hard, examples, seed } = comparing;
  const rows: CorrectionRow[] = [];
  for (const set of [...controlSets(sets), ...sets]) {
    const own = set.isControl ? controlSeed(seed) : seed;
    const policy = await comparing.train(set.name, [...set.logs, ...set.corrections], own);
    try {
      rows.push({ name: set.name, set, sides: await judgeSides(policy, evaluation, hard, examples) });
    } finally {
      await policy.dispose();
    }
  }
  return rows;
}

/** What a row is compared with: the control of the same logs; for the control of fewer logs, that of all. Null: nothing. */
export function controlOf(row: CorrectionRow, rows: readonly CorrectionRow[]): CorrectionRow | null {
  if (row.set === null) return null;
  const controls = rows.filter(({ set }) => set?.isControl);
  const own = row.set.isControl ? controls[0] : controls.find(({ set }) => set?.logsName === row.set?.logsName);
  return own && own !== row ? own : null;
}

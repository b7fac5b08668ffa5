import { poolCells } from '../../../reports/results/pool-cells.ts';
import { cellFigures } from '../closed-loop/cell-figures.ts';
import { describeGate } from '../noise/describe-gate.ts';
import { gateByFold } from '../noise/gate-by-fold.ts';
import type { FoldOutcome, Outcome, PlayedArm } from './play-point.ts';

/** The arms of one point, as played with one fold's models. */
export interface PlayedFold {
  /** From 1. */
  readonly fold: number;
  /** The first one is `human-only`: the others are compared with it. */
  readonly arms: readonly PlayedArm[];
}

/**
 * One point's arms over all folds: figures are over their sessions together, each of which counts once; arms stay
 * paired by session. Throws: where a session is in two folds, or the folds differ in their arms.
 */
export function poolFolds(folds: readonly PlayedFold[]): Outcome[] {
  const [first] = folds;
  if (!first) throw new Error('There is no fold to pool.');
  const pooled = first.arms.map(({ name }, place) =>
    folds.map(({ fold, arms }) => ({ fold, ...armAt(arms, place, name) })),
  );
  const sums = pooled.map((arm) => poolCells(arm.map((one) => one.sums)));
  return first.arms.map(({ name, arm, point }, place) => ({
    name,
    arm,
    point,
    gate: standOf(pooled[place]!),
    figures: cellFigures(sums[place]!, sums[0]!),
    sums: sums[place]!,
    folds: folds.map((one) => foldOutcome(one, place)),
  }));
}

function armAt(arms: readonly PlayedArm[], place: number, name: string): PlayedArm {
  const found = arms[place];
  if (found?.name !== name)
    throw new Error(`The folds differ in their arms: "${name}" and "${found?.name ?? 'none'}".`);
  return found;
}

function foldOutcome({ fold, arms }: PlayedFold, place: number): FoldOutcome {
  const { gate, watched, sums } = arms[place]!;
  return { fold, gate: watched ?? (gate && describeGate(gate)), figures: cellFigures(sums, arms[0]!.sums) };
}

function standOf(arm: readonly (PlayedArm & { readonly fold: number })[]): string | null {
  const watched = arm.map((one) => one.watched);
  if (watched.every((words) => words !== null))
    return watched.every((words) => words === watched[0])
      ? (watched[0] ?? null)
      : arm.map(({ fold, watched: words }) => `fold ${fold}: ${words}`).join('; ');
  const gates = arm.flatMap(({ gate }) => gate ?? []);
  return gates.length === 0 ? null : gateByFold(gates);
}

import type { CriticRecipe } from '../contract/critic.ts';
import type { GateOptions, GateRecipe } from '../contract/gate.ts';
import type { NoiseSettings, Operator } from '../contract/operator.ts';
import type { FitOptions, Policy } from '../contract/policy.ts';
import type { Cell, Scenario } from '../contract/scenario.ts';
import type { CellRoles } from '../engine/roles.ts';
import type { Desk } from './copilot-phase.ts';
import type { Parts } from './split-sessions.ts';
import { type Deployment, type TeachInput, teachGate } from './teach-gate.ts';

export interface StagesInput extends Pick<TeachInput, 'calibrator' | 'ratesOf'> {
  readonly parts: Omit<Parts, 'train'>;
  /** The policy as trained on logs: one for all cells. */
  readonly policy: Policy;
  /** What is measured on the evaluation sessions. Cells of one noise share critic and gate. */
  readonly cells: readonly Cell[];
  readonly operatorOf: (noise: NoiseSettings) => Operator;
  readonly critic: CriticRecipe;
  readonly gate: GateRecipe;
  readonly gateOptions: GateOptions;
  readonly seed: string;
  readonly fit: FitOptions;
  readonly desk: Desk;
  /** Plays the evaluation scenarios, cell by cell, such as with a journal. */
  readonly automate: (scenarios: readonly Scenario[], rolesOf: (cell: Cell) => CellRoles) => Promise<void>;
  readonly onProgress?: (stage: string, fraction: number, line: string) => void;
}

/** What was deployed for a cell: null in the arms that need no critic. */
export type Deployments = ReadonlyMap<string, Deployment | null>;

/**
 * The staged deployment: for each noise setting a copilot phase, a critic and a gate from its feedback,
 * then every cell on the evaluation sessions. Critics are disposed of at the end; the policy is not.
 */
export async function runStages(input: StagesInput): Promise<Deployments> {
  const { cells, parts, policy, seed, operatorOf } = input;
  const byNoise = new Map<string, Deployment>();
  const deployments = new Map<string, Deployment | null>();
  const roles = new Map<string, CellRoles>();
  try {
    for (const cell of cells) {
      const operator = operatorOf(cell.noise);
      const deployment = cell.arm === 'selective' ? await deploy(input, cell, operator, byNoise) : null;
      deployments.set(cell.id, deployment);
      roles.set(cell.id, { policy, operator, critic: deployment?.critic ?? null, gate: deployment?.gate ?? null });
    }
    const scenarios = cells.flatMap((cell) => parts.evaluation.map((session): Scenario => ({ cell, session, seed })));
    await input.automate(scenarios, (cell) => {
      const own = roles.get(cell.id);
      if (!own) throw new Error(`Cell "${cell.id}" is not one of this run's.`);
      return own;
    });
  } finally {
    for (const { critic } of byNoise.values()) await critic?.dispose();
  }
  return deployments;
}

async function deploy(
  input: StagesInput,
  cell: Cell,
  operator: Operator,
  byNoise: Map<string, Deployment>,
): Promise<Deployment> {
  const key = JSON.stringify(cell.noise);
  let deployment = byNoise.get(key);
  if (!deployment) {
    deployment = await teachGate({
      ...input,
      operator,
      noise: cell.noise,
      onProgress: (stage, fraction, line) => input.onProgress?.(stage, fraction, `${cell.id}: ${line}`),
    });
    byNoise.set(key, deployment);
  }
  return deployment;
}

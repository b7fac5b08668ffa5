import { type Redraws, violationRate } from '../../../policies/gating/violation-rate.ts';
import type { Ranged } from '../../../reports/figures/schema.ts';
import type { Action } from '../../contract/action.ts';
import type { GateOptions, GateRecipe } from '../../contract/gate.ts';
import type { NoiseRates } from '../../contract/noise-rates.ts';
import { createRng } from '../../engine/streams.ts';
import { type ToldGate, toldOptions } from '../noise-rates-gate.ts';
import type { JudgedCritic } from './judge-critics.ts';
import { passing } from './score-measures.ts';

/** One gate on one critic's scores. */
export interface JudgedGate {
  readonly gate: string;
  readonly critic: string;
  /** Whether its target is meant for what is right, by the noise rates it was told, rather than for what is accepted. */
  readonly corrected: boolean;
  readonly threshold: number | null;
  readonly reason: string;
  /** Share right of what passes on the evaluation sessions. */
  readonly precision: Ranged;
  readonly coverage: Ranged;
  readonly recall: Ranged;
  readonly f1: Ranged;
}

export interface GateRequest {
  readonly options: Pick<GateOptions, 'targetPrecision' | 'delta'>;
  /** What corrected gates are told of the operators; undefined: no gate is corrected. */
  readonly told: ToldGate | undefined;
  readonly seed: string;
  readonly draws: number;
}

/** Sets a gate from a critic's held-out answers, with and without noise correction, and judges it against the truth. */
export function judgeGate(recipe: GateRecipe, critic: JudgedCritic, request: GateRequest): JudgedGate[] {
  return settings(request).map(({ corrected, options }) => {
    const gate = recipe.fit(critic.calibration, options);
    const judged = critic.evaluation.map(({ session, right, score, action, procedure }) => ({
      session,
      right,
      passed: gate.decide(score, action, procedure) === 'execute',
    }));
    const { threshold, reason } = gate;
    const found = passing(judged, () => createRng(request.seed, 'gates'), request.draws);
    return { gate: recipe.name, critic: critic.name, corrected, threshold, reason, ...found };
  });
}

/** How often a gate breaks its promise over redrawn feedback. */
export interface Guarantee {
  readonly gate: string;
  readonly corrected: boolean;
  /** For the whole promise; of it, doubt about estimated rates takes its share. */
  readonly delta: number;
  readonly sample: number;
  readonly redraws: Redraws;
}

export interface GuaranteeRequest extends GateRequest {
  /** How operators really answer to an action. */
  readonly truth: (action: Action) => NoiseRates;
  readonly deltas: readonly number[];
  readonly runs: number;
}

/**
 * Redraws the feedback from a critic's scored evaluation suggestions, as many answers as the calibration phase gave,
 * and counts the gates that miss their target on those suggestions.
 */
export function judgeGuarantee(recipe: GateRecipe, critic: JudgedCritic, request: GuaranteeRequest): Guarantee[] {
  const { truth, deltas, runs, seed } = request;
  const sample = critic.calibration.length;
  return deltas.flatMap((delta) =>
    settings({ ...request, options: { ...request.options, delta } }).map(({ corrected, options }) => ({
      gate: recipe.name,
      corrected,
      delta,
      sample,
      // The same draws for every gate and correction.
      redraws: violationRate(
        critic.evaluation,
        recipe,
        { sample, runs, noise: ({ action }) => truth(action), options },
        createRng(seed, 'redraws'),
      ),
    })),
  );
}

function settings({ options, told }: GateRequest): { corrected: boolean; options: GateOptions }[] {
  const plain = { corrected: false, options };
  const silent = told === undefined || (told.noise.alpha === 0 && told.noise.beta === 0);
  return silent ? [plain] : [plain, { corrected: true, options: toldOptions(options, told) }];
}

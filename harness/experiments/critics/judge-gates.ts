import type { Slicing } from '../../../policies/gates/support/sliced-gate.ts';
import type { Ranged } from '../../../reports/figures/schema.ts';
import { passing, shareBySession } from '../../../reports/measures/score-measures.ts';
import { roganGladen } from '../../../reports/stats/rogan-gladen.ts';
import { type GateSlices, sliceGate, slicingOf } from '../../bench/noise/gate-slices.ts';
import { type KnownNoiseOfGate, noiseAwareOptions } from '../../bench/noise/noise-rates-gate.ts';
import type { Catalog } from '../../contract/catalog.ts';
import type { Gate, GateOptions, GateRecipe } from '../../contract/gate.ts';
import type { NoiseRates } from '../../contract/noise-rates.ts';
import { createRng } from '../../shared/streams.ts';
import type { AnswerScores, JudgedCritic } from './judge-critics.ts';

/** One gate on one critic's scores. */
export type JudgedGate = ReturnType<typeof judgeGate>[number];

/** The threshold of one slice, and what it lets pass of the slice. */
export type JudgedSlice = ReturnType<typeof judgeSlices>[number];

export interface GateRequest {
  readonly options: Pick<GateOptions, 'targetPrecision' | 'delta'>;
  /** What corrected gates are told of the operators; undefined: no gate is corrected. */
  readonly knownNoise: KnownNoiseOfGate | undefined;
  /** The likeliest rates, for what is said of what passed; undefined: unknown. */
  readonly likely: NoiseRates | undefined;
  readonly catalog: Catalog;
  readonly seed: string;
  readonly draws: number;
}

/** Sets a gate from a critic's held-out answers, with and without noise correction, and judges it against the truth. */
export function judgeGate(recipe: GateRecipe, slices: GateSlices, critic: JudgedCritic, request: GateRequest) {
  const { catalog, knownNoise: told, likely } = request;
  return gateSettings(request).map(({ corrected, options }) => {
    const gate = sliceGate(recipe, slices, catalog, corrected ? told?.bySlice : undefined).fit(
      critic.calibration,
      options,
    );
    const { threshold, reason } = gate;
    const slicing = slicingOf(slices, catalog);
    return {
      gate: recipe.name,
      critic: critic.name,
      /** What has a threshold of its own. */
      slices,
      /** Whether its target is meant for what is right, by the noise rates it was told, rather than for what is accepted. */
      corrected,
      target: options.targetPrecision,
      threshold,
      reason,
      ...judge(gate, critic.evaluation, request),
      /** What is known of that share without the truth, by the held-out answers that pass. */
      estimated: estimatedPrecision(gate, critic.calibration, corrected ? likely : { alpha: 0, beta: 0 }),
      /** Each threshold with what it lets pass; empty where there is one for all. */
      bySlice: slicing ? judgeSlices(gate, slicing, critic, request) : [],
    };
  });
}

function judge(gate: Gate, answers: readonly AnswerScores[], { seed, draws }: GateRequest) {
  const judged = answers.map((answer) => ({
    session: answer.session,
    right: answer.right,
    passed: passes(gate, answer),
  }));
  return passing(judged, () => createRng('gate measures', seed), draws);
}

function judgeSlices(gate: Gate, { sliceOf }: Slicing, critic: JudgedCritic, request: GateRequest) {
  const within = (answers: readonly AnswerScores[], slice: string) =>
    answers.filter(({ action, procedure }) => sliceOf(action, procedure) === slice);
  return (gate.slices ?? []).map(({ slice, threshold, reason }) => {
    const { precision, coverage } = judge(gate, within(critic.evaluation, slice), request);
    return {
      slice /** Held-out answers to set it from. */,
      support: within(critic.calibration, slice).length,
      threshold,
      reason,
      precision,
      coverage,
    };
  });
}

function estimatedPrecision(gate: Gate, held: readonly AnswerScores[], rates: NoiseRates | undefined): Ranged {
  const { estimate, low, high, of } = shareBySession(
    held,
    (answer) => answer.accepted && passes(gate, answer),
    (answer) => passes(gate, answer),
  );
  const through = (share: number | null) =>
    share === null || rates === undefined || rates.alpha + rates.beta >= 1
      ? null
      : roganGladen(share, rates.alpha, rates.beta);
  return { estimate: through(estimate), low: through(low), high: through(high), of };
}

const passes = (gate: Gate, { score, action, procedure }: AnswerScores) =>
  gate.decide(score, action, procedure) === 'execute';

/** A gate as it is and, where there are rates that it could be told, corrected. */
export function gateSettings({
  options,
  knownNoise: told,
}: Pick<GateRequest, 'options' | 'knownNoise'>): { corrected: boolean; options: GateOptions }[] {
  const plain = { corrected: false, options };
  const silent = told === undefined || (told.noise.alpha === 0 && told.noise.beta === 0);
  return silent ? [plain] : [plain, { corrected: true, options: noiseAwareOptions(options, told) }];
}

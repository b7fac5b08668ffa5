import { type Redraws, violationRate } from '../../bench/noise/violation-rate.ts';
import type { Action } from '../../contract/action.ts';
import type { GateOptions, GateRecipe } from '../../contract/gate.ts';
import type { NoiseRates } from '../../contract/noise-rates.ts';
import { createRng } from '../../shared/streams.ts';
import type { JudgedCritic } from './judge-critics.ts';
import { type GateRequest, gateSettings } from './judge-gates.ts';

/** How often a gate breaks its promise over redrawn feedback. */
export type Guarantee = ReturnType<typeof judgeGuarantee>[number];

export interface GuaranteeRequest extends Pick<GateRequest, 'options' | 'knownNoise' | 'seed'> {
  /** How operators really answer to an action. */
  readonly truth: (action: Action) => NoiseRates;
  readonly runs: number;
}

/** Redraws that tell whether a target is within reach, and the share of them in which the gate must open. */
const PILOT = { runs: 100, open: 0.9 };

/**
 * Redraws the feedback from a critic's scored evaluation suggestions, as many answers as the calibration phase gave,
 * and counts the gates that miss their target on those suggestions: answer by answer, and session by session.
 */
export function judgeGuarantee(recipe: GateRecipe, critic: JudgedCritic, request: GuaranteeRequest) {
  return gateSettings(request).flatMap(({ corrected, options }) =>
    (['actions', 'sessions'] as const).map((drawn) => ({
      gate: recipe.name,
      promise: recipe.promise,
      /** What was drawn anew: single answers, as most gates take them to come, or whole sessions, as they do. */
      drawn,
      corrected,
      target: options.targetPrecision,
      /** For the whole promise; of it, doubt about estimated rates takes its share. */
      delta: request.options.delta,
      sample: critic.calibration.length,
      // The same draws for every gate and correction.
      redraws: redraw(recipe, critic, options, request, { runs: request.runs, drawn, draw: 'gate redraws' }),
    })),
  );
}

/**
 * The highest target, in whole per cents up to the one asked for, at which the gate opens in nearly all of some redraws
 * of their own; corrected where it can be. At a target out of reach gates stay closed and no promise can be broken.
 * Null: there is none.
 */
export function reachableTarget(recipe: GateRecipe, critic: JudgedCritic, request: GuaranteeRequest): number | null {
  const opens = (targetPrecision: number) => {
    const { options } = gateSettings({ ...request, options: { ...request.options, targetPrecision } }).at(-1)!;
    const pilot = { runs: PILOT.runs, drawn: 'actions', draw: 'gate pilot' } as const;
    return redraw(recipe, critic, options, request, pilot).openShare >= PILOT.open;
  };
  const asked = request.options.targetPrecision;
  if (opens(asked)) return asked;
  let [low, high] = [0, Math.ceil(100 * asked)];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (opens(middle / 100)) low = middle;
    else high = middle;
  }
  return low === 0 ? null : low / 100;
}

function redraw(
  recipe: GateRecipe,
  { calibration, evaluation }: JudgedCritic,
  options: GateOptions,
  { truth, seed }: GuaranteeRequest,
  { runs, drawn, draw }: { runs: number; drawn: 'actions' | 'sessions'; draw: 'gate redraws' | 'gate pilot' },
): Redraws {
  const settings = {
    unit: drawn === 'sessions' ? ('session' as const) : ('suggestion' as const),
    sample: calibration.length,
    runs,
    noise: ({ action }: { action: Action }) => truth(action),
    options,
  };
  return violationRate(evaluation, recipe, settings, createRng(draw, seed));
}

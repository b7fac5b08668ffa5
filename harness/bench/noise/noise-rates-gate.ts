import type { Slicing } from '../../../policies/gates/support/sliced-gate.ts';
import type { GateOptions } from '../../contract/gate.ts';
import type { NoiseRates } from '../../contract/noise-rates.ts';

/** What a gate is told of the operators' noise. */
export interface KnownNoiseOfGate {
  readonly noise: NoiseRates;
  /** What is left of δ after the chance that the rates are not safe, as a share of it. Range: (0, 1]. */
  readonly deltaShare: number;
  /** Rates by slice, where they are known. */
  readonly bySlice?: (sliceOf: Slicing['sliceOf']) => NonNullable<Slicing['noiseOf']>;
}

/** Options of a gate that means its target for what is right, by the rates it is told. */
export function noiseAwareOptions(options: GateOptions, { noise, deltaShare }: KnownNoiseOfGate): GateOptions {
  return { ...options, noise, delta: options.delta * deltaShare };
}
